#include "firmware_model/pin_bank.hpp"

namespace otbench::firmware {

bool PinBank::read(int pin) const {
    const Pin& p = at(pin);
    if (is_driven(p.drive)) return p.drive == PinDrive::output_high;
    return p.external;
}

void PinBank::drive(int pin, Nanoseconds now, PinDrive drive, Cause cause) {
    Pin& p = at(pin);
    if (p.drive == drive) return;
    const bool before = read(pin);
    p.drive = drive;
    if (p.drive_listener) p.drive_listener(now, drive, cause);
    if (read(pin) != before && p.level_listener) p.level_listener(now, !before, cause);
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
