#include "firmware_model/serial/hat_board.hpp"

#include <algorithm>
#include <array>

#include "firmware_model/board/port_expander.hpp"

namespace otbench::firmware {
namespace {

constexpr std::uint8_t eeprom_address = 0x50;
constexpr std::uint8_t expander_address = 0x20;
constexpr std::uint8_t bus_power = 0x01;  // port A, pin 0
constexpr std::string_view vendor = "packom.net";
constexpr std::string_view product = "M-Bus Master";

}  // namespace

void HatBoard::detect() {
    std::array<ReceivedOctet, hat_eeprom_octets> octets{};
    const boost::span<ReceivedOctet> all{octets};
    i2c_.write(eeprom_address, {0, 0}, Cause::none);
    i2c_.read(eeprom_address, all.first(hat_eeprom_header_octets));
    i2c_.write(eeprom_address, {0, hat_eeprom_header_octets}, Cause::none);
    i2c_.read(eeprom_address, all.subspan(hat_eeprom_header_octets));

    std::array<std::uint8_t, hat_eeprom_octets> image{};
    std::transform(octets.begin(), octets.end(), image.begin(), [](const ReceivedOctet& o) { return o.octet; });
    identity_ = parse_hat_eeprom(image);
    installed_ = identity_ && identity_->vendor.rfind(vendor, 0) == 0 && identity_->product.rfind(product, 0) == 0;
    if (installed_) start_expander(Cause::none);
}

/// The expander sees the register in one transfer and the value in another.
bool HatBoard::write_expander(std::uint8_t reg, std::uint8_t value, Cause cause) {
    const bool selected = i2c_.write(expander_address, {reg}, cause);
    return i2c_.write(expander_address, {value}, cause) && selected;
}

bool HatBoard::start_expander(Cause cause) {
    using Expander = PortExpander;
    constexpr std::array<std::uint8_t, 5> cleared = {Expander::iocon, Expander::iodir_a, Expander::gpio_a,
                                                     Expander::iodir_b, Expander::gpio_b};
    return std::all_of(cleared.begin(), cleared.end(), [&](std::uint8_t reg) { return write_expander(reg, 0, cause); });
}

bool HatBoard::power_on(Cause cause) {
    start_expander(cause);
    const bool powered = write_expander(PortExpander::gpio_a, bus_power, cause);
    return write_expander(PortExpander::gpio_b, 0, cause) && powered;
}

void HatBoard::power_off(Cause cause) {
    write_expander(PortExpander::gpio_a, 0, cause);
    write_expander(PortExpander::gpio_b, 0, cause);
}

}  // namespace otbench::firmware
