#include "bus/master/master.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "bus/message/answer.hpp"
#include "bus/message/more_follow.hpp"

namespace otbench::bus {
namespace {

using FrameCount = MasterStyle::FrameCount;
using Initialisation = MasterStyle::Initialisation;

constexpr int silent_bits = 33;  ///< of silence end a frame (EN 13757-2; spec: M-Bus protocol, section 2)
constexpr int pause_bits = 11;   ///< at least, between an answer and the next request
/// Further octets behind an echo are no answer: two of the longest frames, 261 octets each, and some garbage.
constexpr std::size_t most_octets = 600;

bool is_acknowledged(const Exchange& exchange) {
    return exchange.outcome == Outcome::acknowledged;
}
bool is_any(const Exchange& exchange) {
    return exchange.outcome != Outcome::silence;
}
bool is_usable_answer(const Exchange& exchange) {
    return exchange.outcome == Outcome::answered || exchange.outcome == Outcome::acknowledged;
}

/// Whether `frame` is an answer of the slave that `request` addresses: 253 and 254 are answered with any address.
bool is_answer_to(const Frame& frame, OctetView request) {
    if (frame.kind == FrameKind::single_character || service_of(frame.control) != Service::RSP_UD) return false;
    const auto asked = parse_frame(request);
    return !asked || asked->address > address::last_primary || asked->address == frame.address;
}

}  // namespace

std::string_view name(Outcome outcome) {
    switch (outcome) {
        case Outcome::silence: return "silence";
        case Outcome::acknowledged: return "acknowledged";
        case Outcome::answered: return "answered";
        case Outcome::damaged: break;
    }
    return "damaged";
}

std::string_view describe(Readout::End end) {
    switch (end) {
        case Readout::End::complete: return "complete";
        case Readout::End::no_answer: return "no answer";
        case Readout::End::damaged: return "damaged answer";
        case Readout::End::not_selected: return "no meter acknowledged the selection";
        case Readout::End::collision: return "more than one meter acknowledged the selection";
        case Readout::End::too_many: return "the sequence of telegrams does not end";
        case Readout::End::application_error: break;
    }
    return "the meter reports an application error";
}

Master::Master(MasterLine& line, MasterOptions options) : line_(line), options_(std::move(options)) {
    fcb_.set();
}

Exchange Master::initialise(std::uint8_t address, int repeats) {
    const auto frame = short_frame(control::SND_NKE, address);
    fcb_.set(address);
    return ask(frame, is_any, repeats);
}

void Master::deselect() {
    for (int i = 0; i < options_.style.deselections; ++i) (void)initialise(address::selected);
}

Exchange Master::request(std::uint8_t address, Service service) {
    if (options_.style.frame_count != FrameCount::kept)
        return request_with(options_.style.frame_count == FrameCount::begins_1, address, service);
    auto done = request_with(fcb_[address], address, service);
    if (is_usable_answer(done)) fcb_.flip(address);
    return done;
}

Exchange Master::request_with(bool fcb, std::uint8_t address, Service service) {
    const auto base = service == Service::REQ_UD1 ? control::REQ_UD1 : control::REQ_UD2;
    const auto frame = short_frame(static_cast<std::uint8_t>(base | (fcb ? control::fcb : 0)), address);
    return ask(frame, is_usable_answer, options_.style.request_repeats);
}

Exchange Master::command(std::uint8_t address, const EncodedCommand& command) {
    const auto frame = long_frame(control::SND_UD | control::fcb, address, command.ci, command.data);
    return ask(frame, is_acknowledged, options_.style.select_repeats);
}

Exchange Master::select(const SelectSlave& slave) {
    deselect();
    fcb_.set(address::selected);
    const auto encoded = encode_command(slave).value();
    const auto frame = long_frame(options_.style.select_control, address::selected, encoded.ci, encoded.data);
    return ask(frame, is_any, options_.style.select_repeats);
}

Exchange Master::exchange(OctetView frame) {
    return ask_once(frame);
}

Readout Master::read(std::uint8_t address) {
    if (options_.style.initialises == Initialisation::own_address) (void)initialise(address);
    if (options_.style.initialises == Initialisation::selected_slave) deselect();
    return read_telegrams(address);
}

Readout Master::read(const SelectSlave& slave) {
    const auto selected = select(slave);
    if (selected.outcome != Outcome::acknowledged) {
        const bool silent = selected.outcome == Outcome::silence;
        return {silent ? Readout::End::not_selected : Readout::End::collision, {}, selected.octets};
    }
    auto readout = read_telegrams(address::selected);
    if (options_.style.deselects_after) (void)initialise(address::selected);
    return readout;
}

Readout Master::read_telegrams(std::uint8_t address) {
    const auto& style = options_.style;
    Readout readout;
    for (int i = 0; i < options_.most_telegrams; ++i) {
        // A style whose readouts all begin alike alternates from there within a sequence.
        const bool kept = style.frame_count == FrameCount::kept;
        const bool fcb = (style.frame_count == FrameCount::begins_1) == (i % 2 == 0);
        auto answer = kept ? request(address) : request_with(fcb, address);
        if (answer.outcome != Outcome::answered) {
            readout.end = answer.outcome == Outcome::silence ? Readout::End::no_answer : Readout::End::damaged;
            readout.last = std::move(answer.octets);
            return readout;
        }
        const auto frame = parse_frame(answer.octets);
        const bool more = announces_another(frame->ci, frame->data);
        const bool failed = frame->ci == ci_application_error;
        readout.telegrams.push_back(std::move(answer.octets));
        if (failed || !more || !style.reads_sequence) {
            readout.end = failed ? Readout::End::application_error : Readout::End::complete;
            return readout;
        }
    }
    readout.end = Readout::End::too_many;
    return readout;
}

Checked<void> Master::set_address(std::uint8_t address, std::uint8_t new_address) {
    if (new_address > address::last_primary)
        return InputError{fmt::format("invalid primary address {} (expected 0 to 250)", new_address)};
    const OctetBuffer records{0x01, 0x7A, new_address};  // 8-bit integer, bus address (spec: M-Bus protocol, 7.1)
    const auto done = command(address, encode_command(DataSend{records}).value());
    if (done.outcome != Outcome::acknowledged)
        return InputError{
            fmt::format("address {} did not acknowledge its new address: {}", address, name(done.outcome))};
    const auto there = initialise(new_address);
    if (there.outcome == Outcome::acknowledged) return {};
    return InputError{fmt::format("no meter answers at the new address {}: {}", new_address, name(there.outcome))};
}

Checked<void> Master::set_baud(std::uint8_t address, std::uint32_t baud) {
    const auto encoded = encode_command(SetBaudRate{baud});
    if (!encoded) return encoded.error();
    const double before = line_.format().baud;
    const auto done = command(address, *encoded);
    if (done.outcome != Outcome::acknowledged)
        return InputError{fmt::format("address {} did not acknowledge {} baud: {}", address, baud, name(done.outcome))};
    if (!line_.set_baud(baud)) return InputError{fmt::format("this line cannot change its speed to {} baud", baud)};
    if (initialise(address).outcome == Outcome::acknowledged) return {};
    (void)line_.set_baud(before);
    return InputError{fmt::format("address {} does not answer at {} baud", address, baud)};
}

Exchange Master::ask(OctetView frame, bool (*usable)(const Exchange&), int repeats) {
    auto done = ask_once(frame);
    for (int i = 0; i < repeats && !usable(done); ++i) done = ask_once(frame);
    return done;
}

Exchange Master::ask_once(OctetView frame) {
    if (options_.listener) options_.listener({true, frame});
    OctetBuffer sent = options_.preamble;
    sent.insert(sent.end(), frame.begin(), frame.end());
    line_.send(sent);
    ++frames_sent_;

    OctetBuffer octets;
    Exchange done;
    for (auto limit = patience(done); limit > Nanoseconds{0}; limit = patience(done)) {
        const auto came = line_.receive(limit);
        octets.insert(octets.end(), came.begin(), came.end());
        done = judge(octets, sent, frame);
        if (came.empty() || octets.size() > sent.size() + most_octets) break;
    }
    if (options_.listener && !done.octets.empty()) options_.listener({false, done.octets});
    return done;
}

Nanoseconds Master::patience(const Exchange& so_far) const {
    const bool is_complete =
        is_acknowledged(so_far) || (so_far.outcome == Outcome::answered && !options_.style.reads_on);
    const bool is_silent = so_far.outcome == Outcome::silence;  // or a mere echo: the answer is still to come
    if (options_.unlimited) {
        constexpr int share_of_rest = 10;
        if (is_complete) return Nanoseconds{0};
        return std::max<Nanoseconds>(options_.allowance / (is_silent ? 1 : share_of_rest),
                                     std::chrono::milliseconds{1});
    }
    const auto format = line_.format();
    if (is_silent) return options_.style.answer_limit(format) + options_.allowance;
    // After a complete frame the master waits a little longer: any further octet means a collision.
    if (is_complete) return format.bit_start(is_acknowledged(so_far) ? silent_bits : pause_bits);
    return format.bit_start(silent_bits) + format.bit_start(format.bits()) + options_.allowance;
}

void Master::drop_echo(OctetBuffer& octets, OctetView sent, OctetView frame) {
    // An answer to a long frame may begin as that frame does, up to its control field, which identifies the sender.
    constexpr std::ptrdiff_t alike = 4;
    const auto ends = std::mismatch(sent.begin(), sent.end(), octets.begin(), octets.end());
    const auto preamble = static_cast<std::ptrdiff_t>(sent.size() - frame.size());
    const auto same = ends.second - octets.begin();
    const bool is_echo = same > preamble + alike || (same > 0 && (preamble > 0 || frame[0] != octet::long_start));
    if (is_echo) octets.erase(octets.begin(), ends.second);
}

Exchange Master::judge(OctetBuffer octets, OctetView sent, OctetView frame) {
    drop_echo(octets, sent, frame);
    if (octets.empty()) return {Outcome::silence, {}};
    if (octets.size() == 1 && octets[0] == octet::acknowledge) return {Outcome::acknowledged, std::move(octets)};

    FrameSplitter splitter;
    OctetView rest = octets;
    for (;;) {
        const auto event = splitter.next(rest);
        if (std::holds_alternative<NeedMore>(event)) break;
        const auto* answer = std::get_if<Frame>(&event);
        // Some slaves and converters send garbage before an answer; anything behind it is a collision.
        if (answer && rest.empty() && is_answer_to(*answer, frame))
            return {Outcome::answered, {answer->octets.begin(), answer->octets.end()}};
    }
    return {Outcome::damaged, std::move(octets)};
}

}  // namespace otbench::bus
