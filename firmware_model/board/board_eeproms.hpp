#pragma once

#include "firmware_model/board/i2c_bus.hpp"

namespace otbench::firmware {

/// How much of the EEPROMs the model reads. It knows what they hold from `MainBoard`; reading them takes time on the
/// bus, and with these sizes as long as in the reference recordings.
constexpr std::size_t board_eeprom_octets = 1536;
constexpr std::size_t mezzanine_eeprom_octets = 894;

constexpr std::uint8_t board_eeprom_address = 0x57;
constexpr std::uint8_t mezzanine_eeprom_address = 0x51;
constexpr std::uint8_t hat_eeprom_address = 0x50;

/// Reads the board's EEPROM; false when it has none.
bool read_board_eeprom(I2cBus& bus);
/// Looks for mezzanines at all sockets of a board that takes them; true when one was found and read.
bool read_mezzanine_eeproms(I2cBus& bus);

}  // namespace otbench::firmware
