#pragma once

#include "base/event_sink.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// The firmware's way to the pins: drives them and records what changed.
class Gpio {
public:
    Gpio(PinBank& pins, const Processor& processor, EventSink& events)
        : pins_(pins), processor_(processor), events_(events) {}

    /// Drives `pin` to `level`.
    void output(int pin, bool level, Cause cause);
    /// Stops driving `pin`; `pull_up` keeps it high while nothing else drives it.
    void input(int pin, bool pull_up, Cause cause);
    /// True when the chip drives `pin` to `level`.
    [[nodiscard]] bool drives(int pin, bool level) const {
        return pins_.drive(pin) == (level ? PinDrive::output_high : PinDrive::output_low);
    }
    [[nodiscard]] bool read(int pin) const { return pins_.read(pin); }

private:
    PinBank& pins_;
    const Processor& processor_;
    EventSink& events_;
};

}  // namespace otbench::firmware
