#include "meters/captures/capture_notations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "meters/captures/buffer_dump.hpp"
#include "meters/captures/hex_bytes.hpp"
#include "meters/captures/line_marks.hpp"
#include "meters/captures/python_bytes.hpp"

namespace otbench::meters {
namespace {

bool begins_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// The first word of `text`, which is advanced past it and the blanks behind it.
std::string_view take_word(std::string_view& text) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t"));
    text = trimmed(text.substr(word.size()));
    return word;
}

/// The bytes of a log line that should all be in hex; a fault where they are not.
void add_logged(std::string_view hex, Direction direction, CaptureContext& to) {
    to.octets.clear();
    const std::size_t end = append_hex(hex, to.octets);
    if (end < hex.size())
        return to.sink.fault(to.line, fmt::format("invalid bytes '{}' (expected two hex digits a byte)",
                                                  trimmed(hex.substr(end, hex.find(' ', end) - end))));
    if (!to.octets.empty()) to.frames.add({to.octets, to.line, direction, false, true});
}

// `socat -x [-v]`: "> 2024/01/02 03:04:05.000123  length=5 from=0 to=4", then the bytes, with -v sixteen a line and as
// characters behind them, and "--" at the end.

/// The number behind "length=" of a block's first line.
std::optional<std::size_t> socat_length(std::string_view line) {
    constexpr std::string_view key = "length=";
    const std::size_t at = line.find(key);
    const bool heads = (begins_with(line, "> ") || begins_with(line, "< ")) && at != std::string_view::npos;
    if (!heads) return std::nullopt;
    std::string_view rest = line.substr(at + key.size());
    return parse_integer<std::size_t>(take_word(rest));
}

void read_socat_bytes(std::string_view line, CaptureContext& to) {
    const std::string_view bytes = trimmed(line);
    to.octets.clear();
    append_hex(bytes.substr(0, bytes.find("  ")), to.octets);
    const std::size_t count = std::min(to.octets.size(), to.socat.missing);
    to.socat.octets.insert(to.socat.octets.end(), to.octets.data(), to.octets.data() + count);
    to.socat.missing = count == 0 ? 0 : to.socat.missing - count;
    if (to.socat.missing == 0) to.frames.add({to.socat.octets, to.socat.line, Direction::unknown, true, true});
}

bool read_socat(std::string_view line, CaptureContext& to) {
    if (const auto length = socat_length(line)) {
        to.socat = {*length, {}, to.line};
        return true;
    }
    if (to.socat.missing == 0) return begins_with(line, "--");
    read_socat_bytes(line, to);
    return true;
}

bool read_hex(std::string_view line, CaptureContext& to) {
    to.octets.clear();
    if (!append_all_hex(line, to.octets)) return false;
    to.frames.add({to.octets, to.line, Direction::unknown, true, false});
    return true;
}

/// Bytes behind a date, a time or an arrow: "12:30:45 < 68 04 …".
bool read_marked_line(std::string_view line, CaptureContext& to) {
    const std::string_view bytes = without_marks(line);
    to.octets.clear();
    if (bytes.size() == trimmed(line).size() || !append_all_hex(bytes, to.octets)) return false;
    to.frames.add({to.octets, to.line, Direction::unknown, true, true});
    return true;
}

// A dump of a file or packet, as `hexdump -C`, `xxd`, `od -t x1`, tcpdump and Wireshark show it: "00000000  68 4d …".

/// The digits of the offset at the beginning of a line, which is advanced past it; empty when there is none.
std::string_view take_offset(std::string_view& line) {
    constexpr std::size_t digits_of_od = 7;
    std::string_view rest = trimmed(line);
    std::string_view word = take_word(rest);
    const bool colon = !word.empty() && word.back() == ':';
    if (colon) word.remove_suffix(1);
    if (begins_with(word, "0x")) word.remove_prefix(2);
    const std::size_t end = line.find(word) + word.size();
    const bool before_a_byte = rest.find_first_of(" \t") == 2;
    const bool apart =
        colon || rest.empty() || line.substr(end, 2) == "  " || (word.size() == digits_of_od && before_a_byte);
    if (word.size() < 4 || word.size() > 8 || !apart) return {};
    line = rest;
    return word;
}

/// Whether `digits` are the offset `expected` in hex, octal or decimal.
bool is_offset(std::string_view digits, std::size_t expected) {
    for (const int base : {16, 8, 10})
        if (const auto offset = parse_integer<std::size_t>(digits, base); offset && *offset == expected) return true;
    return false;
}

bool read_hex_dump(std::string_view line, CaptureContext& to) {
    constexpr std::size_t most = 16;                       // bytes in a line
    constexpr std::string_view before_characters = "   ";  // that show the bytes as such, behind a short line
    const std::string_view offset = take_offset(line);
    const bool begins = is_offset(offset, 0) && !line.empty();
    if (!begins && (to.dump_offset == 0 || !is_offset(offset, to.dump_offset))) return false;
    if (begins) {
        to.frames.finish();
        to.dump_offset = 0;
    }
    line = line.substr(0, line.find('|'));
    to.octets.clear();
    append_hex(line.substr(0, line.find(before_characters)), to.octets);
    to.octets.resize(std::min(to.octets.size(), most));
    to.dump_offset += to.octets.size();
    if (!to.octets.empty()) to.frames.add({to.octets, to.line, Direction::unknown, true, true});
    return true;
}

/// Status messages of otb-iot with what its receive buffer held, after a topic or not, one or several on a line.
bool read_buffer_dump(std::string_view line, CaptureContext& to) {
    constexpr std::string_view start = "ok:";
    bool found = false;
    for (std::size_t at = line.find(start); at != std::string_view::npos; at = line.find(start, at + start.size())) {
        const auto chunk = parse_dump_chunk(line.substr(at, line.find_first_of(" \t\r", at) - at));
        if (!chunk) continue;
        found = true;
        if (!chunk->octets.empty()) to.frames.add({chunk->octets, to.line, Direction::unknown, true, false});
        if (chunk->last) to.frames.finish();
    }
    return found;
}

/// libmbus: "RECV (083): 68 4D …"; pyMeterBus the same without a colon.
bool read_libmbus_log(std::string_view line, CaptureContext& to) {
    const std::size_t received = line.find("RECV ("), at = std::min(received, line.find("SEND ("));
    const std::size_t end = at == std::string_view::npos ? at : line.find(')', at);
    if (end == std::string_view::npos) return false;
    std::string_view bytes = line.substr(end + 1);
    if (begins_with(bytes, ":")) bytes.remove_prefix(1);
    add_logged(trimmed(bytes), at == received ? Direction::from_meter : Direction::to_meter, to);
    return true;
}

/// wmbusmeters: "telegram=|68…_…|+3"; the underscore stands where its decoder begins.
bool read_wmbusmeters(std::string_view line, CaptureContext& to) {
    constexpr std::string_view start = "telegram=|";
    const std::size_t at = line.find(start);
    if (at == std::string_view::npos) return false;
    const std::string_view rest = line.substr(at + start.size());
    add_logged(rest.substr(0, rest.find('|')), Direction::from_meter, to);
    return true;
}

/// `otbench emulate --log`: "12.3456 < heat RSP_UD 68 4d … | energy 9730 kWh"; ">" from a client, "!" other events.
bool read_emulation_log(std::string_view line, CaptureContext& to) {
    std::string_view rest = trimmed(line);
    const bool timed = contains(rest.substr(0, rest.find(' ')), ".") && parse_number(take_word(rest));
    const std::string_view sign = timed ? take_word(rest) : std::string_view{};
    if (sign == "!") return true;
    if (sign != "<" && sign != ">") return false;
    rest = rest.substr(0, rest.find(" | "));
    to.octets.clear();
    while (!rest.empty() && !append_all_hex(rest, to.octets)) take_word(rest);
    const Direction direction = sign == "<" ? Direction::from_meter : Direction::to_meter;
    if (!to.octets.empty()) to.frames.add({to.octets, to.line, direction, false, true});
    return true;
}

/// A line of events.jsonl, where frames are events of their own kind, or of a tape, where `from` says who sent them.
bool read_event(std::string_view line, CaptureContext& to) {
    if (!begins_with(line, "{") || trimmed(line).back() != '}') return false;
    if (!contains(line, "\"hex\"")) return contains(line, "\"kind\"");
    const auto event = nlohmann::json::parse(line, nullptr, false);
    if (!event.is_object()) return false;
    const auto text = [&event](const char* key) {
        const auto member = event.find(key);
        return member != event.end() && member->is_string() ? member->get<std::string>() : std::string{};
    };
    if (const std::string from = text("from"); !from.empty()) {
        if (!event.contains("damaged"))
            add_logged(text("hex"), from == "master" ? Direction::to_meter : Direction::from_meter, to);
        return true;
    }
    if (text("kind") != "frame") return event.contains("kind");
    add_logged(text("hex"), text("direction") == "request" ? Direction::to_meter : Direction::from_meter, to);
    return true;
}

/// Whether bytes begin with the start of a long frame and its length, twice.
bool begin_long_frame(OctetView octets) {
    return octets.size() > 4 && octets[1] == octets[2] && octets[0] == bus::octet::long_start &&
           octets[3] == bus::octet::long_start;
}

/// Python's logs: "read b'h\x04\x04h\x08…'".
bool read_python_log(std::string_view line, CaptureContext& to) {
    const OctetBuffer bytes = python_bytes(line);
    if (bytes.empty() || (!begin_long_frame(bytes) && !bus::parse_frame(bytes))) return false;
    to.frames.add({bytes, to.line, Direction::unknown, false, true});
    return true;
}

/// A message of another kind as `mosquitto_sub -v` prints it: a topic and what was published.
bool skip_message(std::string_view line, CaptureContext& /*to*/) {
    std::string_view rest = trimmed(line);
    return contains(take_word(rest), "/") && !rest.empty();
}

/// Bytes of a long frame anywhere in a line of a log that is not known: "[12:30:45][uart]: <<< 68:04:04:68:08:…".
bool read_unknown_log(std::string_view line, CaptureContext& to) {
    constexpr std::string_view start = "68";
    for (std::size_t at = line.find(start); at != std::string_view::npos; at = line.find(start, at + 1)) {
        to.octets.clear();
        append_hex(line.substr(at), to.octets);
        if (!begin_long_frame(to.octets)) continue;
        to.frames.add({to.octets, to.line, Direction::unknown, false, true});
        return true;
    }
    return false;
}

constexpr bool is_log = true, has_blocks = true;
constexpr std::array<CaptureNotation, 12> notations = {{
    {"hex dumps (00000000  68 04 …)", is_log, !has_blocks, read_hex_dump},
    {"hex behind a time or an arrow (12:30:45 < 68 04 …)", is_log, !has_blocks, read_marked_line},
    {"hex bytes (68 04 04 68 …, 68:04:…, 0x68, 0x04, …)", !is_log, !has_blocks, read_hex},
    {"otb-iot's status messages (ok:68/04/…)", !is_log, !has_blocks, read_buffer_dump},
    {"logs of libmbus and pyMeterBus (RECV (083): 68 …)", is_log, !has_blocks, read_libmbus_log},
    {"wmbusmeters (telegram=|68…|)", is_log, !has_blocks, read_wmbusmeters},
    {"logs of Python (b'h\\x04\\x04h…')", is_log, !has_blocks, read_python_log},
    {"socat -x", is_log, has_blocks, read_socat},
    {"otbench emulate --log", is_log, !has_blocks, read_emulation_log},
    {"events.jsonl and tapes of otbench record", is_log, !has_blocks, read_event},
    {"mosquitto_sub -v", is_log, !has_blocks, skip_message},
    {"other lines with a long frame in hex", is_log, !has_blocks, read_unknown_log},
}};

}  // namespace

boost::span<const CaptureNotation> capture_notations() {
    return notations;
}

std::string capture_examples() {
    std::string text;
    for (const CaptureNotation& notation : notations)
        text += (text.empty() ? "" : ", ") + std::string{notation.example};
    return text;
}

}  // namespace otbench::meters
