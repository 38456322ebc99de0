#include "meters/line/link_faults.hpp"

namespace otbench::meters {

namespace written {

namespace {

constexpr std::string_view at_word = " at ";

/// "WHAT at NUMBER": the text of WHAT, which is shortened to it.
Checked<std::uint32_t> take_place(std::string_view& text) {
    const std::size_t at = text.rfind(at_word);
    std::uint32_t place = 0;
    if (at == std::string_view::npos) return place;
    if (const auto done = take(text.substr(at + at_word.size()), place); !done) return done.error();
    text = text.substr(0, at);
    return place;
}

}  // namespace

Checked<void> take(std::string_view text, OctetSpan& place) {
    const auto at = take_place(text);
    OctetSpan span;
    const auto done = at ? take(text, span.count) : Checked<void>{at.error()};
    if (!done) return done;
    span.at = *at;
    place = span;
    return {};
}

Checked<void> take(std::string_view text, OctetsAt& place) {
    OctetsAt octets;
    const auto at = take_place(text);
    if (!at) return at.error();
    octets.at = *at;
    if (text != "no")
        if (const auto done = take(text, octets.octets); !done) return done;
    place = std::move(octets);
    return {};
}

std::string text_of(const OctetSpan& span) {
    return fmt::format("{}{}{}", span.count, at_word, span.at);
}

std::string text_of(const OctetsAt& octets) {
    return octets.octets.empty() ? "no" : fmt::format("{}{}{}", text_of(octets.octets), at_word, octets.at);
}

}  // namespace written

namespace {

using Direction = LinkFaults::Direction;
using Flips = LinkFaults::Flips;
using Acknowledges = LinkFaults::Acknowledges;
using Until = LinkFaults::Until;
constexpr std::array<written::Word<Direction>, 3> direction_words = {
    {{"answers", Direction::answers}, {"requests", Direction::requests}, {"both", Direction::both}}};
constexpr std::array<written::Word<Flips>, 3> flips_words = {
    {{"any", Flips::any}, {"0-to-1", Flips::lost_spaces}, {"1-to-0", Flips::lost_marks}}};
constexpr std::array<written::Word<Acknowledges>, 3> acknowledges_words = {
    {{"as-meters", Acknowledges::as_meters}, {"none", Acknowledges::none}, {"all", Acknowledges::all}}};
constexpr std::array<written::Word<Until>, 2> until_words = {
    {{"reconnect", Until::reconnect}, {"restart", Until::restart}}};

template <auto Member>
LinkFaultEntry link_fault(std::string_view name, std::string_view values, std::string_view meaning) {
    return {name, values, meaning,
            [](LinkFaults& faults, std::string_view text) { return written::take(text, faults.*Member); },
            [](const LinkFaults& faults) { return written::text_of(faults.*Member); }};
}

template <const auto& Words, auto Member>
LinkFaultEntry link_word(std::string_view name, std::string_view values, std::string_view meaning) {
    return {name, values, meaning,
            [](LinkFaults& faults, std::string_view text) { return written::take(text, Words, faults.*Member); },
            [](const LinkFaults& faults) { return written::word_of(faults.*Member, Words); }};
}

Checked<void> set_link_parity(LinkFaults& faults, std::string_view text) {
    bus::Parity parity{};
    const auto done = written::take(text, written::parities, parity);
    if (done) faults.parity = parity;
    return done;
}

Checked<void> set_link_stop_bits(LinkFaults& faults, std::string_view text) {
    if (text != "1" && text != "2") return InputError{fmt::format("invalid value '{}' (expected 1 or 2)", text)};
    faults.stop_bits = text == "1" ? 1 : 2;
    return {};
}

Checked<void> set_link_flip(LinkFaults& faults, std::string_view text) {
    OctetsAt flip;
    const auto done = written::take(text, flip);
    if (!done) return done;
    if (flip.octets.size() > 1)
        return InputError{fmt::format("'{}' is more than the bits of one octet, 01 at 2", text)};
    faults.flip = std::move(flip);
    return {};
}

std::vector<LinkFaultEntry> make_link_entries() {
    using L = LinkFaults;
    constexpr std::string_view flag = "yes|no", time = "TIME", number = "NUMBER", share = "SHARE";
    return {
        link_fault<&L::seed>("link-seed", number, "start of all that is random below"),
        {"link-parity", "even|odd|none", "of the converter, for clients that cannot set one", set_link_parity,
         [](const L& faults) {
             return written::word_of(faults.parity.value_or(bus::Parity::even), written::parities);
         }},
        {"link-stop-bits", "1|2", "likewise", set_link_stop_bits,
         [](const L& faults) { return std::to_string(faults.stop_bits.value_or(1)); }},
        link_fault<&L::echo>("echo", flag, "clients read what they send"),
        link_fault<&L::echo_delay>("echo-delay", time, "so much later than it was sent"),
        link_fault<&L::echo_losses>("echo-losses", share, "of its ones become zeros"),
        link_fault<&L::echo_misses>("echo-misses", number, "of so many requests one has no echo; 0: none"),
        link_fault<&L::echo_cut>("echo-cut", flag, "an answer ends it"),
        link_word<acknowledges_words, &L::acknowledges>("link-ack", "as-meters|none|all",
                                                        "none: no E5 for 253; all: E5 for every address by itself"),
        link_word<direction_words, &L::direction>("link-direction", "answers|requests|both",
                                                  "what the faults of octets below concern"),
        link_fault<&L::times>("link-times", number, "so many messages are damaged, then none; 0: all"),
        link_fault<&L::drop>("link-drop", "NUMBER at NUMBER", "octets that vanish: 28 at 33, behind the first 33"),
        link_fault<&L::drop_every>("link-drop-every", number, "of so many octets one vanishes; 0: none"),
        link_fault<&L::losses>("link-losses", share, "of octets vanish"),
        link_fault<&L::insert>("link-insert", "HEX at NUMBER", "octets that come in between: ff at 0"),
        {"link-flip", "HEX at NUMBER", "bits of an octet that change: 01 at 2", set_link_flip,
         [](const L& faults) { return written::text_of(faults.flip); }},
        link_fault<&L::truncate>("link-truncate", number, "so many octets come, no more; 0: all"),
        link_fault<&L::late_tail>("link-late-tail", time, "the rest comes so much later; 0 s: never"),
        link_fault<&L::bit_errors>("link-bit-errors", share, "of bits"),
        link_word<flips_words, &L::flips>("link-bit-error-kind", "any|0-to-1|1-to-0", "which bits they change"),
        link_fault<&L::burst>("link-burst", number, "so many bits with each of them"),
        link_fault<&L::latency>("link-latency", time, "each way"),
        link_fault<&L::jitter>("link-jitter", time, "up to so much more, at random"),
        link_fault<&L::chunk>("link-chunk", number, "so many octets come at once; 0: each by itself"),
        link_fault<&L::chunk_pause>("link-chunk-pause", time, "between such pieces"),
        link_fault<&L::lag_one>("link-lag-one", flag, "a request gets the answer to the one before"),
        link_fault<&L::greeting>("link-greeting", "HEX", "what a client gets when it connects: the end of a frame"),
        link_fault<&L::stall_after>("link-stall-after", number, "answers, then nothing passes any more; 0: never"),
        link_word<until_words, &L::stall_until>("link-stall-until", "reconnect|restart",
                                                "restart: when this is set once more"),
        link_fault<&L::reset_after>("link-reset-after", number, "octets of an answer, then TCP is reset; 0: never"),
        link_fault<&L::half_open_after>("link-half-open-after", number,
                                        "answers, then TCP is dead without a word; 0: never"),
        link_fault<&L::close_idle>("link-close-idle", time, "TCP is closed after so long at rest; 0 s: never"),
        link_fault<&L::max_clients>("link-max-clients", number, "others are turned away; 0: no limit"),
    };
}

}  // namespace

const std::vector<LinkFaultEntry>& link_fault_entries() {
    static const std::vector<LinkFaultEntry> entries = make_link_entries();
    return entries;
}

const LinkFaultEntry* find_link_fault(std::string_view name) {
    for (const LinkFaultEntry& entry : link_fault_entries())
        if (entry.name == name) return &entry;
    return nullptr;
}

Checked<void> set_link_fault(LinkFaults& faults, std::string_view name, std::string_view text) {
    const LinkFaultEntry* entry = find_link_fault(name);
    if (!entry) return InputError{fmt::format("unknown link fault '{}' (see 'otbench profiles faults')", name)};
    if (const auto done = entry->set(faults, text); !done)
        return InputError{fmt::format("{}: {}", name, done.error().message)};
    return {};
}

}  // namespace otbench::meters
