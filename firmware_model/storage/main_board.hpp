#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "firmware_model/hardware/pin_bank.hpp"

namespace otbench::firmware {

/// Some of the chip's pins.
class PinSet {
public:
    constexpr PinSet(std::initializer_list<int> pins) {
        for (const int pin : pins) bits_ |= 1U << static_cast<unsigned>(pin);
    }
    /// True when `pin` is one of them; false for a number without a pin.
    [[nodiscard]] constexpr bool contains(int pin) const {
        return pin >= 0 && pin < PinBank::count && (bits_ >> static_cast<unsigned>(pin) & 1U) != 0;
    }

private:
    std::uint32_t bits_ = 0;
};

/// The board that carries the chip, as the firmware identifies it: by its EEPROM, or by the lack of one (spec:
/// firmware, sections 1.1, 7.1, 8.1 and 9.1).
struct MainBoard {
    static constexpr int no_pin = -1;

    std::string_view name;        ///< what scenarios and cases of steps call it
    std::string_view topic_root;  ///< first level of all topics
    std::string_view serial;      ///< serial number in its EEPROM; empty: it has none
    std::uint16_t code, subcode;  ///< of the hardware, in its EEPROM
    PinSet free_pins;             ///< what commands may address; all others are reserved
    int status_led;               ///< pin of its status LED
    int reset_button;             ///< pin of its soft reset button
    bool takes_hat;               ///< it has a socket for a Raspberry Pi hat
    bool takes_mezzanines;        ///< it has sockets for mezzanines

    [[nodiscard]] bool has_eeprom() const { return !serial.empty(); }
};

/// A board without an EEPROM, taken for a D1 mini.
const MainBoard& bare_board();
/// Every board that can be simulated.
boost::span<const MainBoard> main_boards();
/// The board called `name`; null when there is none.
const MainBoard* find_main_board(std::string_view name);

}  // namespace otbench::firmware
