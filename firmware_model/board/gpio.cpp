#include "firmware_model/board/gpio.hpp"

#include "base/event_kinds.hpp"

namespace otbench::firmware {
void Gpio::output(int pin, bool level, Cause cause) {
    const PinDrive wanted = level ? PinDrive::output_high : PinDrive::output_low;
    if (drives(pin, level)) return;
    const Nanoseconds now = processor_.now();
    const Cause change =
        PinBank::is_driven(pins_.drive(pin))
            ? events_.record(now, event::gpio_edge, cause, {{"pin", pin}, {"level", level ? 1 : 0}})
            : events_.record(now, event::gpio_dir, cause, {{"pin", pin}, {"dir", "out"}, {"level", level ? 1 : 0}});
    pins_.drive(pin, now, wanted, change);
}

void Gpio::input(int pin, bool pull_up, Cause cause) {
    const Nanoseconds now = processor_.now();
    if (PinBank::is_driven(pins_.drive(pin))) {
        cause = events_.record(now, event::gpio_dir, cause, {{"pin", pin}, {"dir", "in"}});
    }
    pins_.drive(pin, now, pull_up ? PinDrive::pulled_up : PinDrive::floating, cause);
}

}  // namespace otbench::firmware
