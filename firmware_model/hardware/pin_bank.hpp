#pragma once

#include <array>
#include <functional>

#include "base/event_sink.hpp"

namespace otbench::firmware {

/// What the chip does to one of its pins. A pin is more than a level: only so can contention and floating show.
enum class PinDrive : std::uint8_t { floating, pulled_up, output_low, output_high };

/// The chip's GPIO block: 17 pins (0 to 16), each with what the chip drives onto it and what the outside world does.
///
/// The board side listens for changes of drive and sets external levels; the firmware side drives and reads. Reading a
/// pin that the chip drives gives the driven level; a pin that is not driven reads 1 (what the reference recordings
/// do).
class PinBank {
public:
    static constexpr int count = 17;
    static constexpr bool is_driven(PinDrive d) { return d == PinDrive::output_low || d == PinDrive::output_high; }

    /// Called whenever the chip changes what it does to a pin, with the event that recorded the change.
    using DriveListener = std::function<void(Nanoseconds at, PinDrive drive, Cause cause)>;
    /// Called whenever the level that the chip reads changes, whatever the cause.
    using LevelListener = std::function<void(Nanoseconds at, bool level, Cause cause)>;

    void on_drive(int pin, DriveListener listener) { at(pin).drive_listener = std::move(listener); }
    void on_level(int pin, LevelListener listener) { at(pin).level_listener = std::move(listener); }

    /// The chip's side: its GPIO block. Takes the pin from whatever else the chip has connected to it.
    void drive(int pin, Nanoseconds now, PinDrive drive, Cause cause);
    [[nodiscard]] PinDrive drive(int pin) const { return at(pin).drive; }
    /// Another block of the chip takes the pin, and does `drive` to it for a start.
    void give_to_peripheral(int pin, Nanoseconds now, PinDrive drive);
    /// That block changes the level, which has no effect unless it still has the pin.
    void drive_peripheral(int pin, Nanoseconds now, bool level, Cause cause);
    [[nodiscard]] bool read(int pin) const { return level(at(pin)); }

    /// The board's side: what the outside drives onto the pin from `now` on.
    void set_external(int pin, Nanoseconds now, bool level, Cause cause);
    /// True while the chip drives the pin against the outside.
    [[nodiscard]] bool contended(int pin) const;

private:
    struct Pin {
        PinDrive drive = PinDrive::floating;
        bool external = true;
        bool externally_driven = false;
        bool is_peripheral = false;
        DriveListener drive_listener;
        LevelListener level_listener;
    };
    void change(Pin& pin, Nanoseconds now, PinDrive drive, Cause cause);
    [[nodiscard]] static bool level(const Pin& pin);
    Pin& at(int pin) { return pins_.at(static_cast<std::size_t>(pin)); }
    [[nodiscard]] const Pin& at(int pin) const { return pins_.at(static_cast<std::size_t>(pin)); }

    std::array<Pin, count> pins_{};
};

}  // namespace otbench::firmware
