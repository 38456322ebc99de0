#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <vector>

#include "base/event_sink.hpp"

namespace otbench::firmware {

/// Writes events as the reference recordings do: one JSON object a line with the time in microseconds, and only the
/// kinds and fields of these.
class TraceWriter : public EventSink {
public:
    /// Pins other than `recorded_pins` are left out; nothing: none is. The console's log text is left out unless
    /// `records_log`.
    TraceWriter(std::ostream& out, std::optional<std::vector<int>> recorded_pins, bool records_log)
        : out_(out), recorded_pins_(std::move(recorded_pins)), records_log_(records_log) {}

    /// The step that later events belong to; -1 before the first.
    void enter_step(int step) { step_ = step; }

    Cause record(Nanoseconds at, std::string_view kind, Cause cause, std::initializer_list<EventField> fields) override;

private:
    [[nodiscard]] bool is_recorded(std::string_view kind, std::initializer_list<EventField> fields) const;

    std::ostream& out_;
    std::optional<std::vector<int>> recorded_pins_;
    bool records_log_;
    int step_ = -1;
    bool after_reset_ = false;
    std::uint64_t count_ = 0;
};

}  // namespace otbench::firmware
