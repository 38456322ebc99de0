#include "firmware_model/hardware/pin_bank.hpp"

namespace otbench::firmware {

bool PinBank::level(const Pin& pin) {
    if (is_driven(pin.drive)) return pin.drive == PinDrive::output_high;
    return pin.external;
}

void PinBank::change(Pin& pin, Nanoseconds now, PinDrive drive, Cause cause) {
    if (pin.drive == drive) return;
    const bool before = level(pin);
    pin.drive = drive;
    if (pin.drive_listener) pin.drive_listener(now, drive, cause);
    if (level(pin) != before && pin.level_listener) pin.level_listener(now, !before, cause);
}

void PinBank::drive(int pin, Nanoseconds now, PinDrive drive, Cause cause) {
    at(pin).is_peripheral = false;
    change(at(pin), now, drive, cause);
}

void PinBank::give_to_peripheral(int pin, Nanoseconds now, PinDrive drive) {
    at(pin).is_peripheral = true;
    change(at(pin), now, drive, Cause::none);
}

void PinBank::drive_peripheral(int pin, Nanoseconds now, bool level, Cause cause) {
    if (at(pin).is_peripheral) change(at(pin), now, level ? PinDrive::output_high : PinDrive::output_low, cause);
}

void PinBank::set_external(int pin, Nanoseconds now, bool level, Cause cause) {
    Pin& p = at(pin);
    const bool before = read(pin);
    p.external = level;
    p.externally_driven = true;
    if (read(pin) != before && p.level_listener) p.level_listener(now, level, cause);
}

bool PinBank::contended(int pin) const {
    const Pin& p = at(pin);
    return p.externally_driven && is_driven(p.drive) && p.external != read(pin);
}

}  // namespace otbench::firmware
