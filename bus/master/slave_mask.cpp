#include "bus/master/slave_mask.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/numbers.hpp"
#include "bus/record/manufacturer.hpp"

namespace otbench::bus {
namespace {

constexpr std::uint16_t wild_manufacturer = 0xFFFF;
constexpr std::uint8_t wild_octet = 0xFF;

/// Hex digits of exactly that many, '*' standing for F; nothing for any other text.
std::optional<std::uint32_t> hex_with_wild_cards(std::string_view text, std::size_t digits) {
    if (text == "*" && digits <= 8) return digits == 8 ? wild_digits : (1U << 4 * digits) - 1;
    if (text.size() != digits) return std::nullopt;
    std::string hex{text};
    std::replace(hex.begin(), hex.end(), '*', 'F');
    return parse_integer<std::uint32_t>(hex, 16);
}

std::optional<std::uint16_t> manufacturer_of(std::string_view text) {
    if (text == "*") return wild_manufacturer;
    std::string letters{text};
    std::transform(letters.begin(), letters.end(), letters.begin(), [](unsigned char c) { return std::toupper(c); });
    return manufacturer_code(letters);
}

std::vector<std::string_view> parts_of(std::string_view text) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto dot = text.find('.');
        parts.push_back(text.substr(0, dot));
        if (dot == std::string_view::npos) return parts;
        text.remove_prefix(dot + 1);
    }
}

/// The part of an address in front of '+'.
std::optional<DeviceKey> parse_device(std::string_view text) {
    constexpr std::size_t number_digits = 8, all_digits = 16;
    DeviceKey device{wild_digits, wild_manufacturer, wild_octet, wild_octet};
    if (text.size() == all_digits && text.find('.') == std::string_view::npos) {
        const auto id = hex_with_wild_cards(text.substr(0, number_digits), number_digits);
        const auto rest = hex_with_wild_cards(text.substr(number_digits), number_digits);
        if (!id || !rest) return std::nullopt;
        // The manufacturer's octets stand as they are sent, low octet first.
        const auto sent = static_cast<std::uint16_t>(*rest >> 16);
        return DeviceKey{*id, static_cast<std::uint16_t>(sent << 8 | sent >> 8), static_cast<std::uint8_t>(*rest >> 8),
                         static_cast<std::uint8_t>(*rest)};
    }
    const auto parts = parts_of(text);
    if (parts.size() != 1 && parts.size() != 4) return std::nullopt;
    const auto id = hex_with_wild_cards(parts[0], number_digits);
    if (!id) return std::nullopt;
    device.id = *id;
    if (parts.size() == 1) return device;
    const auto manufacturer = manufacturer_of(parts[1]);
    const auto version = hex_with_wild_cards(parts[2], 2), medium = hex_with_wild_cards(parts[3], 2);
    if (!manufacturer || !version || !medium) return std::nullopt;
    return DeviceKey{*id, *manufacturer, static_cast<std::uint8_t>(*version), static_cast<std::uint8_t>(*medium)};
}

bool digits_cover(std::uint32_t wide, std::uint32_t narrow) {
    for (; wide != narrow; wide >>= 4, narrow >>= 4)
        if ((wide & 0xF) != 0xF && (wide & 0xF) != (narrow & 0xF)) return false;
    return true;
}

std::string digits_with_wild_cards(std::uint32_t digits) {
    std::string text = fmt::format("{:08X}", digits);
    std::replace(text.begin(), text.end(), 'F', '*');
    return text;
}

std::string octet_or_wild(std::uint8_t octet) {
    return octet == wild_octet ? "*" : fmt::format("{:02X}", octet);
}

}  // namespace

SelectSlave every_slave() {
    return {{wild_digits, wild_manufacturer, wild_octet, wild_octet}, std::nullopt};
}

bool covers(const SelectSlave& wide, const SelectSlave& narrow) {
    const auto part = [](auto a, auto b, auto wild) { return a == wild || a == b; };
    const auto &a = wide.device, &b = narrow.device;
    if (!digits_cover(a.id, b.id) || !part(a.manufacturer, b.manufacturer, wild_manufacturer)) return false;
    if (!part(a.version, b.version, wild_octet) || !part(a.medium, b.medium, wild_octet)) return false;
    if (!wide.fabrication_number) return true;
    return narrow.fabrication_number && digits_cover(*wide.fabrication_number, *narrow.fabrication_number);
}

Checked<SelectSlave> parse_slave_mask(std::string_view text) {
    const auto plus = text.find('+');
    const auto device = parse_device(text.substr(0, plus));
    const auto fabrication =
        plus == std::string_view::npos ? std::nullopt : hex_with_wild_cards(text.substr(plus + 1), 8);
    if (!device || (plus != std::string_view::npos && !fabrication))
        return InputError{fmt::format(
            "invalid secondary address '{}' (expected eight digits such as 14273160 or 1427****, alone or as "
            "14273160.ACW.09.04 or 1427316077040904, and +FABRICATION-NUMBER where wanted)",
            text)};
    return SelectSlave{*device, fabrication};
}

std::string to_string(const SelectSlave& slave) {
    const auto letters = manufacturer_letters(slave.device.manufacturer);
    const bool wild = slave.device.manufacturer == wild_manufacturer;
    std::string text = fmt::format("{}.{}.{}.{}", digits_with_wild_cards(slave.device.id),
                                   wild ? "*" : std::string{letters.data(), letters.size()},
                                   octet_or_wild(slave.device.version), octet_or_wild(slave.device.medium));
    if (slave.fabrication_number) text += "+" + digits_with_wild_cards(*slave.fabrication_number);
    return text;
}

}  // namespace otbench::bus
