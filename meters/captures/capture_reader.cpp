#include "meters/captures/capture_reader.hpp"

#include <fmt/core.h>

namespace otbench::meters {
namespace {

constexpr std::size_t shown_characters = 40;

/// The beginning of a line for a message, without what could harm a terminal.
std::string shortened(std::string_view line) {
    std::string text{line.substr(0, shown_characters)};
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return line.size() > shown_characters ? text + "…" : text;
}

}  // namespace

void CaptureReader::read_line(std::string_view line) {
    constexpr std::string_view blanks = " \t\r\n";
    ++context_.line;
    const std::size_t start = line.find_first_not_of(blanks);
    if (start == std::string_view::npos || line[start] == '#') return;
    const bool in_block = context_.socat.missing != 0;
    for (const CaptureNotation& notation : capture_notations()) {
        if ((in_block && !notation.has_blocks) || !notation.read(line, context_)) continue;
        if (kind_ == Kind::undecided) begin(notation.is_log ? Kind::log : Kind::bytes);
        return;
    }
    const std::string_view text = line.substr(start);
    if (kind_ == Kind::bytes) return report_unknown(context_.line, shortened(text));
    if (unknown_line_ != 0) return;
    unknown_ = shortened(text);
    unknown_line_ = context_.line;
}

Checked<void> CaptureReader::finish() {
    frames_.finish();
    if (frames_.found()) return {};
    std::string found = "no telegram found";
    if (unknown_line_ != 0) found += fmt::format(" (line {} is '{}')", unknown_line_, unknown_);
    return InputError{fmt::format("{}; expected {}", found, capture_examples())};
}

/// The first line of a known notation decides what the others were.
void CaptureReader::begin(Kind kind) {
    kind_ = kind;
    if (kind == Kind::bytes && unknown_line_ != 0) report_unknown(unknown_line_, unknown_);
}

void CaptureReader::report_unknown(std::size_t number, std::string_view line) {
    sink_.fault(number, fmt::format("invalid bytes '{}' (expected two hex digits a byte)", line));
}

namespace {

struct NoSink : CaptureSink {
    void frame(const FoundFrame& /*captured*/) override { found = true; }
    void fault(std::size_t /*line*/, std::string /*message*/) override { found = true; }
    bool found = false;
};

}  // namespace

bool holds_telegrams(std::string_view text) {
    NoSink sink;
    CaptureReader reader{sink};
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        reader.read_line(line);
    }
    static_cast<void>(reader.finish());
    return sink.found;
}

}  // namespace otbench::meters
