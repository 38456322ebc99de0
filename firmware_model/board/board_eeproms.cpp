#include "firmware_model/board/board_eeproms.hpp"

#include <vector>

namespace otbench::firmware {
namespace {

constexpr std::size_t header_octets = 16;
constexpr std::uint8_t first_socket = 0x50;
constexpr std::uint8_t last_socket = 0x56;

/// A header first, which contains the length, then the remainder.
bool read_eeprom(I2cBus& bus, std::uint8_t address, std::size_t octets) {
    if (!bus.write(address, {0}, Cause::none)) return false;
    std::vector<ReceivedOctet> content(octets);
    const boost::span<ReceivedOctet> all{content};
    bus.read(address, all.first(header_octets));
    bus.write(address, {header_octets}, Cause::none);
    bus.read(address, all.subspan(header_octets));
    return true;
}

}  // namespace

bool read_board_eeprom(I2cBus& bus) {
    return read_eeprom(bus, board_eeprom_address, board_eeprom_octets);
}

bool read_mezzanine_eeproms(I2cBus& bus) {
    bool found = false;
    for (std::uint8_t socket = first_socket; socket <= last_socket; ++socket) {
        found = read_eeprom(bus, socket, mezzanine_eeprom_octets) || found;
    }
    return found;
}

}  // namespace otbench::firmware
