#pragma once

#include <cstdint>
#include <functional>

#include "base/time.hpp"

namespace otbench::firmware {

/// Names an alarm; `none` stands for the absence of one.
enum class AlarmId : std::uint64_t { none = 0 };

/// Virtual time for the chips that act on their own while the processor does something else, or nothing.
class Alarms {
public:
    virtual ~Alarms() = default;

    [[nodiscard]] virtual Nanoseconds now() const = 0;
    /// Calls `action` at `when`, or at once (in a later delta cycle) when that has passed.
    virtual AlarmId at(Nanoseconds when, std::function<void()> action) = 0;
    /// Takes an alarm back; nothing happens if it has gone off or is `none`.
    virtual void cancel(AlarmId alarm) = 0;
};

}  // namespace otbench::firmware
