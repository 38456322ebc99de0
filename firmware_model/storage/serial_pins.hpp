#pragma once

#include <array>
#include <string_view>

#include "firmware_model/hardware/pin_bank.hpp"

namespace otbench::firmware {

/// What a GPIO can do for a serial port.
struct SerialPin {
    bool takes_softuart;        ///< the firmware's software UART can drive and read it
    std::string_view obstacle;  ///< what keeps it from carrying data on a bare board; empty: nothing does
};

/// Indexed by GPIO (spec: firmware, sections 6.1 and 9.1).
constexpr std::array<SerialPin, PinBank::count> serial_pins = {{
    {true, ""},                                  // 0
    {true, "it sends the console"},              // 1
    {true, ""},                                  // 2
    {true, "it receives the console"},           // 3
    {true, ""},                                  // 4
    {true, ""},                                  // 5
    {false, "it belongs to the flash memory"},   // 6
    {false, "it belongs to the flash memory"},   // 7
    {false, "it belongs to the flash memory"},   // 8
    {false, "it belongs to the flash memory"},   // 9
    {false, "it belongs to the flash memory"},   // 10
    {false, "it belongs to the flash memory"},   // 11
    {true, ""},                                  // 12
    {true, ""},                                  // 13
    {true, ""},                                  // 14
    {true, ""},                                  // 15
    {false, "the software UART cannot use it"},  // 16
}};

}  // namespace otbench::firmware
