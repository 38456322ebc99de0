#include "bus/slave/slave_selection.hpp"

namespace otbench::bus {
namespace {

constexpr std::uint8_t wild_digit = 0xF;
constexpr std::uint8_t wild_octet = 0xFF;
constexpr std::uint16_t wild_manufacturer = 0xFFFF;

/// Eight digits against eight digits, of which F in the mask stands for any.
bool digits_match(std::uint32_t mask, std::uint32_t digits) {
    for (int shift = 0; shift < 32; shift += 4) {
        const std::uint32_t wanted = mask >> shift & 0xF;
        if (wanted != wild_digit && wanted != (digits >> shift & 0xF)) return false;
    }
    return true;
}

bool has_wild_digit(std::uint32_t mask) {
    for (int shift = 0; shift < 32; shift += 4)
        if ((mask >> shift & 0xF) == wild_digit) return true;
    return false;
}

bool octet_matches(std::uint8_t mask, std::uint8_t octet) {
    return mask == wild_octet || mask == octet;
}

bool manufacturer_matches(std::uint16_t mask, std::uint16_t code, bool by_octet) {
    if (mask == wild_manufacturer || mask == code) return true;
    return by_octet && octet_matches(static_cast<std::uint8_t>(mask), static_cast<std::uint8_t>(code)) &&
           octet_matches(static_cast<std::uint8_t>(mask >> 8), static_cast<std::uint8_t>(code >> 8));
}

}  // namespace

bool selects(const SelectSlave& select, const DeviceKey& device, std::optional<std::uint32_t> fabrication_number,
             WildCards cards) {
    const DeviceKey& mask = select.device;
    const bool same_number = !select.fabrication_number ||
                             (fabrication_number && digits_match(*select.fabrication_number, *fabrication_number));
    return same_number && digits_match(mask.id, device.id) &&
           manufacturer_matches(mask.manufacturer, device.manufacturer, cards.manufacturer_octet) &&
           octet_matches(mask.version, device.version) &&
           (octet_matches(mask.medium, device.medium) || (cards.medium_zero && mask.medium == 0));
}

bool has_wild_card(const SelectSlave& select) {
    const DeviceKey& mask = select.device;
    return has_wild_digit(mask.id) || mask.manufacturer == wild_manufacturer || mask.version == wild_octet ||
           mask.medium == wild_octet || (select.fabrication_number && has_wild_digit(*select.fabrication_number));
}

}  // namespace otbench::bus
