#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "firmware_model/storage/main_board.hpp"

namespace otbench::firmware {

/// The EEPROM of a main board that has one, as firmware finds it: which board it is, its sockets and its pins.
/// `mac`: the station's address. What the boards' format leaves open is 0: what a pin is used for, and serial parts.
std::vector<std::uint8_t> board_eeprom_image(const MainBoard& board, const std::string& mac);

/// The EEPROM of the serial M-Bus mezzanine.
std::vector<std::uint8_t> mezzanine_eeprom_image();

}  // namespace otbench::firmware
