#include "bus/frame/frame_text.hpp"

#include <fmt/core.h>

#include <utility>

#include "bus/frame/frame.hpp"

namespace otbench::bus {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view status_start = "ok:";
constexpr std::string_view buffer_empty = "xx";  // ends the last status message of a dump (spec: firmware, 5.4)

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The octets of a libmbus log line, or nothing when it is none; empty for what libmbus sent.
struct LogLine {
    bool received;
    std::string_view octets;
};
bool read_log_line(std::string_view line, LogLine& log) {
    constexpr std::string_view received = "RECV (", sent = "SEND (";
    const std::size_t at = line.find(received);
    log.received = at != std::string_view::npos;
    if (!log.received && line.find(sent) == std::string_view::npos) return false;
    const std::size_t colon = log.received ? line.find(':', at) : std::string_view::npos;
    log.octets = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    return true;
}

enum class Completeness { complete, unfinished, faulty };
Completeness completeness(OctetView octets) {
    const auto frame = parse_frame(octets);
    if (frame) return Completeness::complete;
    return frame.error().fault == FrameFault::truncated ? Completeness::unfinished : Completeness::faulty;
}

}  // namespace

void FrameTextReader::take(std::string_view line) {
    ++line_;
    found_.clear();
    const std::size_t start = line.find_first_not_of(blanks);
    if (start == std::string_view::npos || line[start] == '#') return;
    LogLine log{};
    if (line.find(status_start) != std::string_view::npos) {
        take_status_messages(line);
    } else if (read_log_line(line, log)) {
        if (log.received && append_hex(log.octets, blanks)) add(false);
    } else if (append_hex(line, blanks)) {
        add(true);
    }
}

void FrameTextReader::finish() {
    if (!held_.empty()) sink_.octets(held_, held_line_);
    held_.clear();
}

/// Appends the octets in `text` to those of the line; false after a complaint.
bool FrameTextReader::append_hex(std::string_view text, std::string_view separators) {
    for (std::size_t i = 0; i < text.size();) {
        if (separators.find(text[i]) != std::string_view::npos) {
            ++i;
            continue;
        }
        const int high = digit(text[i]);
        const int low = i + 1 < text.size() ? digit(text[i + 1]) : -1;
        if (high < 0 || low < 0) {
            const std::string_view pair = text.substr(i, 2);
            sink_.fault(line_, fmt::format("'{}' is not an octet of two hex digits", pair));
            return false;
        }
        found_.push_back(static_cast<std::uint8_t>(high << 4 | low));
        i += 2;
    }
    return !found_.empty();
}

void FrameTextReader::take_status_messages(std::string_view text) {
    for (std::size_t at = text.find(status_start); at != std::string_view::npos; at = text.find(status_start, at)) {
        at += status_start.size();
        std::string_view message = text.substr(at, text.find_first_of(blanks, at) - at);
        const bool last = message.size() >= buffer_empty.size() &&
                          message.substr(message.size() - buffer_empty.size()) == buffer_empty;
        if (last) message.remove_suffix(buffer_empty.size());
        if (append_hex(message, "/")) add(true);
        found_.clear();
        if (last) finish();
    }
}

/// Joins the octets of the line to an unfinished frame, unless they are a frame themselves or do not fit.
void FrameTextReader::add(bool more_may_follow) {
    const Completeness alone = completeness(found_);
    if (!held_.empty() && alone != Completeness::complete) {
        const std::size_t before = held_.size();
        held_.insert(held_.end(), found_.begin(), found_.end());
        const Completeness joined = completeness(held_);
        if (joined == Completeness::unfinished) return;
        if (joined == Completeness::complete || alone == Completeness::faulty) return finish();
        held_.resize(before);
    }
    finish();
    if (alone == Completeness::unfinished && more_may_follow) {
        std::swap(held_, found_);
        held_line_ = line_;
    } else {
        sink_.octets(found_, line_);
    }
}

}  // namespace otbench::bus
