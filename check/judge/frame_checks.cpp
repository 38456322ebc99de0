#include "check/judge/frame_checks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.hpp"

namespace otbench::check {
namespace {

using bus::Service;
using Violation = std::optional<std::string>;

template <class Predicate>
std::size_t count_frames(const Evidence& evidence, Predicate&& wanted) {
    return std::size_t(std::count_if(evidence.frames.begin(), evidence.frames.end(), wanted));
}

bool sent_to(const LineFrame& frame, Service service, int address) {
    return frame.from_client && frame.is(service) && frame.address == address;
}

bool is_command(const LineFrame& frame, int address, std::uint8_t ci) {
    return sent_to(frame, Service::SND_UD, address) && frame.ci == ci;
}

/// Control fields that a master may send (EN 13757-2: C field).
bool is_masters(const LineFrame& frame) {
    constexpr Service services[] = {Service::SND_NKE, Service::SND_UD, Service::REQ_UD1, Service::REQ_UD2};
    return (frame.control & bus::control::from_master) != 0 &&
           std::find(std::begin(services), std::end(services), bus::service_of(frame.control)) != std::end(services);
}

std::string shown(const LineFrame& frame) {
    return fmt::format("{} at {:.3f} s", hex_text(frame.octets, " "), in_seconds(frame.start));
}

/// "REQ_UD2 to 1".
std::string named(Service service, int address) {
    return fmt::format("{} to {}", bus::name_of(service), address);
}

/// A condition on every REQ_UD2 that follows another one to the same address without SND_NKE between.
template <class Broken>
Violation each_next_request(const Evidence& evidence, Broken&& broken) {
    const LineFrame* last = nullptr;
    bool answered = false;
    for (const LineFrame& frame : evidence.frames) {
        if (!frame.from_client) {
            answered = answered || frame.is(Service::RSP_UD);
            continue;
        }
        if (last && sent_to(frame, Service::SND_NKE, last->address)) last = nullptr;
        if (frame.damaged || !frame.is_request()) continue;
        if (last && last->address == frame.address && last->client == frame.client && broken(*last, frame, answered))
            return shown(frame);
        last = &frame;
        answered = false;
    }
    return std::nullopt;
}

}  // namespace

Check asks_at_most(std::size_t most) {
    return {fmt::format("sends at most {} REQ_UD2", most), [=](const Evidence& evidence) -> Violation {
                const auto count = count_frames(evidence, [](const LineFrame& frame) { return frame.is_request(); });
                if (count <= most) return std::nullopt;
                return fmt::format("sent {}", count);
            }};
}

Check asks_at_least(std::size_t least) {
    return {fmt::format("sends at least {} REQ_UD2", least), [=](const Evidence& evidence) -> Violation {
                const auto count = count_frames(evidence, [](const LineFrame& frame) { return frame.is_request(); });
                if (count >= least) return std::nullopt;
                return fmt::format("sent {}", count);
            }};
}

Check sends_at_most(std::size_t most) {
    return {fmt::format("sends at most {} frames", most), [=](const Evidence& evidence) -> Violation {
                const auto count = count_frames(evidence, [](const LineFrame& frame) { return frame.from_client; });
                if (count <= most) return std::nullopt;
                return fmt::format("sent {}", count);
            }};
}

Check sends_sound_frames() {
    return {"sends only complete frames with a control field for masters", [](const Evidence& evidence) -> Violation {
                for (const LineFrame& frame : evidence.frames)
                    if (frame.from_client && (frame.damaged || !is_masters(frame))) return "sent " + shown(frame);
                return std::nullopt;
            }};
}

Check sends(Service service, int address) {
    return {"sends " + named(service, address), [=](const Evidence& evidence) -> Violation {
                if (count_frames(evidence, [&](const LineFrame& f) { return sent_to(f, service, address); }) > 0)
                    return std::nullopt;
                return "sent none";
            }};
}

Check sends_no(Service service, int address) {
    return {fmt::format("sends no {}", named(service, address)), [=](const Evidence& evidence) -> Violation {
                for (const LineFrame& frame : evidence.frames)
                    if (sent_to(frame, service, address)) return "sent " + shown(frame);
                return std::nullopt;
            }};
}

Check sends_command(int address, std::uint8_t ci, std::string data) {
    return {fmt::format("sends {} with CI {:02X}{}{}", named(Service::SND_UD, address), ci, data.empty() ? "" : " and ",
                        data),
            [=](const Evidence& evidence) -> Violation {
                const auto wanted = parse_octets(data.empty() ? "" : data);
                Violation other = "sent none";
                for (const LineFrame& frame : evidence.frames) {
                    if (!is_command(frame, address, ci)) continue;
                    const OctetBuffer content{frame.octets.begin() + 7, frame.octets.end() - 2};
                    if (!wanted || wanted->empty() || content == *wanted) return std::nullopt;
                    other = "sent " + shown(frame);
                }
                return other;
            }};
}

Check sends_no_command(int address, std::uint8_t ci) {
    return {fmt::format("sends no {} with CI {:02X}", named(Service::SND_UD, address), ci),
            [=](const Evidence& evidence) -> Violation {
                for (const LineFrame& frame : evidence.frames)
                    if (is_command(frame, address, ci)) return "sent " + shown(frame);
                return std::nullopt;
            }};
}

Check asks_only(std::vector<int> addresses) {
    return {fmt::format("sends REQ_UD2 only to {}", fmt::join(addresses, ", ")),
            [=](const Evidence& evidence) -> Violation {
                for (const LineFrame& frame : evidence.frames)
                    if (frame.is_request() &&
                        std::find(addresses.begin(), addresses.end(), int{frame.address}) == addresses.end())
                        return "sent " + shown(frame);
                return std::nullopt;
            }};
}

Check resets_before_asking(int address) {
    return {fmt::format("sends {} before REQ_UD2", named(Service::SND_NKE, address)),
            [=](const Evidence& evidence) -> Violation {
                for (const LineFrame& frame : evidence.frames) {
                    if (sent_to(frame, Service::SND_NKE, address)) return std::nullopt;
                    if (sent_to(frame, Service::REQ_UD2, address)) return "asked without it: " + shown(frame);
                }
                return "sent neither";
            }};
}

Check starts_with_fcb_set() {
    return {"sends its first REQ_UD2 with FCV and FCB set (C field 7B)", [](const Evidence& evidence) -> Violation {
                constexpr auto both = bus::control::fcb | bus::control::fcv;
                for (const LineFrame& frame : evidence.frames)
                    if (frame.is_request())
                        return (frame.control & both) == both ? Violation{} : "sent " + shown(frame);
                return "sent none";
            }};
}

Check toggles_fcb() {
    return {"toggles the frame count bit after each good answer", [](const Evidence& evidence) {
                return each_next_request(evidence, [](const LineFrame& last, const LineFrame& next, bool answered) {
                    return answered && last.frame_count_bit() == next.frame_count_bit();
                });
            }};
}

Check repeats_unchanged() {
    return {"repeats a request with the same frame count bit", [](const Evidence& evidence) {
                return each_next_request(evidence, [](const LineFrame& last, const LineFrame& next, bool) {
                    return last.frame_count_bit() != next.frame_count_bit();
                });
            }};
}

Check pauses(double bits) {
    return {fmt::format("waits {:g} bit times after an answer", bits), [=](const Evidence& evidence) -> Violation {
                const Nanoseconds least = evidence.time_of_bits(bits);
                const LineFrame* answer = nullptr;
                for (const LineFrame& frame : evidence.frames) {
                    if (answer && frame.from_client && frame.start - answer->end < least)
                        return fmt::format("waited {:.1f} bit times before {}",
                                           in_seconds(frame.start - answer->end) * evidence.baud, shown(frame));
                    answer = frame.from_client ? nullptr : &frame;
                }
                return std::nullopt;
            }};
}

Check waits_for_answers() {
    return {"waits 330 bit times + 50 ms for an answer", [](const Evidence& evidence) -> Violation {
                using namespace std::chrono_literals;
                const Nanoseconds least = evidence.time_of_bits(330) + 50ms;
                const LineFrame* request = nullptr;
                for (const LineFrame& frame : evidence.frames) {
                    if (frame.from_client && request && request->client == frame.client &&
                        frame.start - request->end < least)
                        return fmt::format("waited {:.0f} ms before {}", in_seconds(frame.start - request->end) * 1e3,
                                           shown(frame));
                    const bool expects =
                        frame.from_client && !frame.damaged && frame.address != bus::address::broadcast;
                    request = expects ? &frame : nullptr;
                }
                return std::nullopt;
            }};
}

Check does_not_interrupt() {
    return {"sends nothing while a meter sends", [](const Evidence& evidence) -> Violation {
                for (const LineFrame& request : evidence.frames)
                    for (const LineFrame& answer : evidence.frames)
                        if (request.from_client && !answer.from_client && request.start < answer.end &&
                            request.end > answer.start)
                            return "sent " + shown(request);
                return std::nullopt;
            }};
}

Check connects_at_most(std::size_t most) {
    return {fmt::format("uses at most {} connections", most), [=](const Evidence& evidence) -> Violation {
                std::vector<std::string> clients;
                for (const LineFrame& frame : evidence.frames)
                    if (!frame.client.empty()) clients.push_back(frame.client);
                std::sort(clients.begin(), clients.end());
                const auto count = std::size_t(std::unique(clients.begin(), clients.end()) - clients.begin());
                if (count <= most) return std::nullopt;
                return fmt::format("used {}", count);
            }};
}

}  // namespace otbench::check
