#include "meters/tape/tape.hpp"

#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace otbench::meters {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr int version = 1;
constexpr std::array<std::string_view, 3> parities = {"none", "even", "odd"};
constexpr std::array<std::string_view, 2> senders = {"master", "slave"};

struct BadLine {
    std::string what;
};

const json& member(const json& line, const char* key) {
    const auto found = line.find(key);
    if (found == line.end()) throw BadLine{fmt::format("'{}' is missing", key)};
    return *found;
}

/// Three years in nanoseconds: far beyond any recording, and sums of two stay numbers.
constexpr std::int64_t longest = 100'000'000'000'000'000;

std::int64_t integer(const json& line, const char* key, std::int64_t least, std::int64_t most) {
    const json& value = member(line, key);
    const bool fits = value.is_number_integer() &&
                      !(value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most)) &&
                      value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most;
    if (!fits) throw BadLine{fmt::format("invalid '{}' (expected a whole number from {} to {})", key, least, most)};
    return value.get<std::int64_t>();
}

std::string text(const json& line, const char* key) {
    const json& value = member(line, key);
    if (!value.is_string()) throw BadLine{fmt::format("invalid '{}' (expected a text)", key)};
    return value.get<std::string>();
}

/// The place of a word in `words`.
template <std::size_t N>
std::size_t choice(const json& line, const char* key, const std::array<std::string_view, N>& words) {
    const std::string word = text(line, key);
    std::string expected;
    for (std::size_t i = 0; i < N; ++i) {
        if (words[i] == word) return i;
        expected += i == 0 ? "" : i + 1 == N ? " or " : ", ";
        expected += words[i];
    }
    throw BadLine{fmt::format("invalid '{}' '{}' (expected {})", key, word, expected)};
}

TapeHead head_of(const json& line) {
    (void)integer(line, "mbus-tape", version, version);
    TapeHead head;
    if (line.contains("source")) head.source = text(line, "source");
    if (line.contains("started_ns")) head.started = Nanoseconds{integer(line, "started_ns", 0, INT64_MAX)};
    head.format.baud = static_cast<double>(integer(line, "baud", 50, 115200));
    head.format.parity = static_cast<bus::Parity>(choice(line, "parity", parities));
    head.format.stop_bits = static_cast<int>(integer(line, "stop-bits", 1, 2));
    if (line.contains("meter")) head.meter = text(line, "meter");
    return head;
}

bus::CapturedFrame frame_of(const json& line) {
    bus::CapturedFrame frame;
    frame.start = Nanoseconds{integer(line, "t_ns", 0, longest)};
    frame.end = Nanoseconds{integer(line, "end_ns", frame.start.count(), longest)};
    frame.direction = static_cast<bus::Direction>(choice(line, "from", senders));
    auto octets = parse_octets(text(line, "hex"));
    if (!octets || octets->empty()) throw BadLine{"invalid 'hex' (expected pairs of hex digits)"};
    frame.octets = std::move(*octets);
    if (line.contains("damaged")) {
        if (!line["damaged"].is_boolean()) throw BadLine{"invalid 'damaged' (expected true or false)"};
        frame.damaged = line["damaged"].get<bool>();
    }
    if (line.contains("comment")) frame.comment = text(line, "comment");
    return frame;
}

std::string written(const ordered_json& line) {
    return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string tape_line(const TapeHead& head) {
    ordered_json line{{"mbus-tape", version}};
    if (!head.source.empty()) line["source"] = head.source;
    if (head.started != Nanoseconds{0}) line["started_ns"] = head.started.count();
    line["baud"] = static_cast<std::int64_t>(head.format.baud);
    line["parity"] = parities[static_cast<std::size_t>(head.format.parity)];
    line["stop-bits"] = head.format.stop_bits;
    if (!head.meter.empty()) line["meter"] = head.meter;
    return written(line);
}

std::string tape_line(const bus::CapturedFrame& frame) {
    ordered_json line{{"t_ns", frame.start.count()},
                      {"end_ns", frame.end.count()},
                      {"from", senders[static_cast<std::size_t>(frame.direction)]},
                      {"hex", hex_text(frame.octets)}};
    if (frame.damaged) line["damaged"] = true;
    if (!frame.comment.empty()) line["comment"] = frame.comment;
    return written(line);
}

Checked<Tape> read_tape(std::istream& stream, const std::string& file) {
    Tape tape;
    std::size_t number = 0;
    bool has_head = false;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        const auto parsed = json::parse(line, nullptr, false);
        if (!parsed.is_object())
            return InputError{fmt::format("{}:{}: invalid line (expected a JSON object)", file, number)};
        try {
            if (!has_head) {
                tape.head = head_of(parsed);
                has_head = true;
                continue;
            }
            auto frame = frame_of(parsed);
            if (!tape.frames.empty() && frame.start < tape.frames.back().start)
                throw BadLine{"'t_ns' is before that of the frame above (expected frames in order of time)"};
            tape.frames.push_back(std::move(frame));
        } catch (const BadLine& bad) {
            return InputError{fmt::format("{}:{}: {}", file, number, bad.what)};
        }
    }
    if (!has_head) return InputError{fmt::format("{}: not a tape (expected a first line with 'mbus-tape')", file)};
    return tape;
}

}  // namespace otbench::meters
