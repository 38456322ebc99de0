#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "base/event_sink.hpp"

namespace otbench::app {

/// What an emulation reports: counted for the status line and, with a file, written one line an event, frames with
/// their decoded values. Warnings for the user go to standard error.
class EmulationLog : public EventSink {
public:
    /// Writes to `file` (not owned) unless that is null.
    explicit EmulationLog(std::FILE* file) : file_(file) {}

    Cause record(Nanoseconds at, std::string_view kind, Cause cause, std::initializer_list<EventField> fields) override;

    [[nodiscard]] std::uint64_t requests() const { return requests_; }
    [[nodiscard]] std::uint64_t answers() const { return answers_; }
    [[nodiscard]] std::uint64_t errors() const { return errors_; }
    /// "heat REQ_UD2"; empty before the first request.
    [[nodiscard]] const std::string& last() const { return last_; }

private:
    std::FILE* file_;
    std::uint64_t events_ = 0;
    std::uint64_t requests_ = 0;
    std::uint64_t answers_ = 0;
    std::uint64_t errors_ = 0;
    std::string last_;
};

/// One line about an event: "12.345 < heat RSP_UD 68 4d … 16 | energy 9730 kWh, volume 1638.0 m3". Frames of clients
/// have the meters that act on them, or -.
[[nodiscard]] std::string event_line(Nanoseconds at, std::string_view kind, std::initializer_list<EventField> fields);

}  // namespace otbench::app
