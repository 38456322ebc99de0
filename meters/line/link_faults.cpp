#include "meters/line/link_faults.hpp"

namespace otbench::meters {

namespace written {

namespace {

constexpr std::string_view at_word = " at ";

/// "WHAT at NUMBER": the text of WHAT, which is shortened to it.
Checked<std::uint32_t> split_place(std::string_view& text) {
    const std::size_t at = text.rfind(at_word);
    std::uint32_t place = 0;
    if (at == std::string_view::npos) return place;
    if (const auto done = parse(text.substr(at + at_word.size()), place); !done) return done.error();
    text = text.substr(0, at);
    return place;
}

}  // namespace

Checked<void> parse(std::string_view text, OctetSpan& place) {
    const auto at = split_place(text);
    OctetSpan span;
    const auto done = at ? parse(text, span.count) : Checked<void>{at.error()};
    if (!done) return done;
    span.at = *at;
    place = span;
    return {};
}

Checked<void> parse(std::string_view text, OctetsAt& place) {
    OctetsAt octets;
    const auto at = split_place(text);
    if (!at) return at.error();
    octets.at = *at;
    if (text != "no")
        if (const auto done = parse(text, octets.octets); !done) return done;
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
            [](LinkFaults& faults, std::string_view text) { return written::parse(text, faults.*Member); },
            [](const LinkFaults& faults) { return written::text_of(faults.*Member); }};
}

template <const auto& Words, auto Member>
LinkFaultEntry link_word(std::string_view name, std::string_view values, std::string_view meaning) {
    return {name, values, meaning,
            [](LinkFaults& faults, std::string_view text) { return written::parse(text, Words, faults.*Member); },
            [](const LinkFaults& faults) { return written::word_of(faults.*Member, Words); }};
}

Checked<void> set_link_parity(LinkFaults& faults, std::string_view text) {
    bus::Parity parity{};
    const auto done = written::parse(text, written::parities, parity);
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
    const auto done = written::parse(text, flip);
    if (!done) return done;
    if (flip.octets.size() > 1)
        return InputError{fmt::format("invalid value '{}' (expected one byte and its place, such as 01 at 2)", text)};
    faults.flip = std::move(flip);
    return {};
}

std::vector<LinkFaultEntry> make_link_entries() {
    using L = LinkFaults;
    constexpr std::string_view yes_or_no = "yes|no", time = "TIME", number = "NUMBER", share = "SHARE";
    return {
        link_fault<&L::seed>("link-seed", number, "seed of all random faults of this link"),
        {"link-parity", "even|odd|none", "parity of the converter, for clients that cannot set one (TCP)",
         set_link_parity,
         [](const L& faults) {
             return written::word_of(faults.parity.value_or(bus::Parity::even), written::parities);
         }},
        {"link-stop-bits", "1|2", "stop bits of the converter, for clients that cannot set them (TCP)",
         set_link_stop_bits, [](const L& faults) { return std::to_string(faults.stop_bits.value_or(1)); }},
        link_fault<&L::echo>("echo", yes_or_no, "clients receive what they send"),
        link_fault<&L::echo_delay>("echo-delay", time, "delay of the echo of a byte"),
        link_fault<&L::echo_losses>("echo-losses", share, "share of the one bits of an echo that become zeros"),
        link_fault<&L::echo_misses>("echo-misses", number, "one of this many requests has no echo; 0: all have one"),
        link_fault<&L::echo_cut>("echo-cut", yes_or_no, "the echo ends when the answer begins"),
        link_word<acknowledges_words, &L::acknowledges>(
            "link-ack", "as-meters|none|all",
            "none: the converter suppresses E5 after frames to 253; all: it sends E5 itself for every address"),
        link_word<direction_words, &L::direction>(
            "link-direction", "answers|requests|both",
            "messages that link-drop, link-drop-every, link-losses, link-insert, link-flip, link-truncate and "
            "link-bit-errors damage"),
        link_fault<&L::times>("link-times", number, "number of messages that are damaged, later ones pass; 0: all"),
        link_fault<&L::drop>("link-drop", "NUMBER at NUMBER",
                             "bytes that are lost: 28 at 33 are the 28 bytes after the first 33 of a message"),
        link_fault<&L::drop_every>("link-drop-every", number, "one of this many bytes is lost; 0: none"),
        link_fault<&L::losses>("link-losses", share, "share of bytes that are lost"),
        link_fault<&L::insert>("link-insert", "HEX at NUMBER",
                               "bytes inserted into a message: ff at 0 inserts ff before its first byte"),
        {"link-flip", "HEX at NUMBER", "bits of a byte that are inverted: 01 at 2 is the lowest bit of the third byte",
         set_link_flip, [](const L& faults) { return written::text_of(faults.flip); }},
        link_fault<&L::truncate>("link-truncate", number, "each message ends after this many bytes; 0: complete"),
        link_fault<&L::late_tail>("link-late-tail", time,
                                  "with link-truncate: the other bytes come this much later; 0 s: never"),
        link_fault<&L::bit_errors>("link-bit-errors", share, "share of bits that are inverted"),
        link_word<flips_words, &L::flips>("link-bit-error-kind", "any|0-to-1|1-to-0",
                                          "bits that link-bit-errors inverts: all, only zeros, only ones"),
        link_fault<&L::burst>("link-burst", number, "number of bits in a row that each of link-bit-errors inverts"),
        link_fault<&L::latency>("link-latency", time, "delay of every byte in each direction"),
        link_fault<&L::jitter>("link-jitter", time, "additional random delay of every byte, up to this time"),
        link_fault<&L::chunk>("link-chunk", number, "bytes of an answer that come together; 0: one by one"),
        link_fault<&L::chunk_pause>("link-chunk-pause", time, "pause between the pieces of link-chunk"),
        link_fault<&L::lag_one>("link-lag-one", yes_or_no, "a request gets the answer to the request before it"),
        link_fault<&L::greeting>("link-greeting", "HEX",
                                 "bytes that a client receives when it connects, such as the end of a frame"),
        link_fault<&L::stall_after>("link-stall-after", number, "nothing passes after this many answers; 0: never"),
        link_word<until_words, &L::stall_until>(
            "link-stall-until", "reconnect|restart",
            "end of a stall: when the client connects again, or when a fault of the link is set again"),
        link_fault<&L::reset_after>("link-reset-after", number,
                                    "TCP connections are reset after this many bytes of an answer; 0: never"),
        link_fault<&L::half_open_after>("link-half-open-after", number,
                                        "TCP connections are dead, but not closed, after this many answers; 0: never"),
        link_fault<&L::half_close_after>(
            "link-half-close-after", number,
            "TCP connections are closed in the direction to the client after this many answers; 0: never"),
        link_fault<&L::close_idle>("link-close-idle", time,
                                   "TCP connections are closed after this time without a byte; 0 s: never"),
        link_fault<&L::max_clients>("link-max-clients", number,
                                    "further clients are disconnected at once; 0: no limit"),
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
