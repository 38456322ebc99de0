#include "firmware_model/board/hat_eeprom.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace otbench::firmware {
namespace {

// Raspberry Pi HAT ID EEPROM format specification, version 1. All numbers are little endian.
constexpr std::array<std::uint8_t, 4> signature = {'R', '-', 'P', 'i'};
constexpr std::uint8_t format_version = 1;
constexpr std::uint16_t vendor_atom = 1;
constexpr std::size_t atom_header_octets = 8;
constexpr std::size_t uuid_octets = 16;
constexpr std::size_t strings_at = uuid_octets + 6;  // in the atom's data
constexpr std::size_t checksum_octets = 2;
constexpr std::array<std::size_t, 4> uuid_dashes = {8, 13, 18, 23};

/// CRC-16 with the polynomial 8005h reflected, from 0.
std::uint16_t checksum(boost::span<const std::uint8_t> octets) {
    constexpr std::uint16_t polynomial = 0xA001;
    std::uint16_t crc = 0;
    for (const std::uint8_t octet : octets) {
        crc = static_cast<std::uint16_t>(crc ^ octet);
        for (int bit = 0; bit < 8; ++bit) {
            crc = static_cast<std::uint16_t>((crc & 1) != 0 ? crc >> 1 ^ polynomial : crc >> 1);
        }
    }
    return crc;
}

void append(std::vector<std::uint8_t>& octets, std::size_t number, int size) {
    for (int i = 0; i < size; ++i) octets.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

std::size_t number_at(boost::span<const std::uint8_t> octets, std::size_t at, int size) {
    std::size_t number = 0;
    for (int i = size; i-- > 0;) number = number << 8 | octets[at + static_cast<std::size_t>(i)];
    return number;
}

/// The last octet comes first.
std::vector<std::uint8_t> uuid_to_octets(const std::string& uuid) {
    std::string digits;
    std::copy_if(uuid.begin(), uuid.end(), std::back_inserter(digits), [](char c) { return c != '-'; });
    digits.resize(2 * uuid_octets, '0');
    auto octets = parse_octets(digits).value();
    std::reverse(octets.begin(), octets.end());
    return octets;
}

std::string uuid_of_octets(boost::span<const std::uint8_t> octets) {
    std::string uuid;
    for (std::size_t i = octets.size(); i-- > 0;) uuid += fmt::format("{:02x}", octets[i]);
    for (const std::size_t at : uuid_dashes) uuid.insert(at, "-");
    return uuid;
}

std::string text_of(boost::span<const std::uint8_t> octets) {
    return {octets.begin(), octets.end()};
}

}  // namespace

std::vector<std::uint8_t> hat_eeprom_image(const HatIdentity& identity) {
    std::vector<std::uint8_t> data = uuid_to_octets(identity.uuid);
    append(data, identity.product_id, 2);
    append(data, identity.product_version, 2);
    append(data, identity.vendor.size(), 1);
    append(data, identity.product.size(), 1);
    data.insert(data.end(), identity.vendor.begin(), identity.vendor.end());
    data.insert(data.end(), identity.product.begin(), identity.product.end());

    std::vector<std::uint8_t> atom;
    append(atom, vendor_atom, 2);
    append(atom, 0, 2);  // it is the first
    append(atom, data.size() + checksum_octets, 4);
    atom.insert(atom.end(), data.begin(), data.end());
    append(atom, checksum(atom), 2);

    std::vector<std::uint8_t> image{signature.begin(), signature.end()};
    append(image, format_version, 1);
    append(image, 0, 1);  // reserved
    append(image, 1, 2);  // atoms
    append(image, hat_eeprom_header_octets + atom.size(), 4);
    image.insert(image.end(), atom.begin(), atom.end());
    image.resize(std::max(image.size(), hat_eeprom_octets), 0xFF);
    return image;
}

std::optional<HatIdentity> parse_hat_eeprom(boost::span<const std::uint8_t> image) {
    constexpr std::size_t head = hat_eeprom_header_octets + atom_header_octets;
    if (image.size() < head || !std::equal(signature.begin(), signature.end(), image.begin())) return std::nullopt;
    const auto atom = image.subspan(hat_eeprom_header_octets);
    const std::size_t length = number_at(atom, 4, 4);
    if (number_at(atom, 0, 2) != vendor_atom || length < strings_at + checksum_octets) return std::nullopt;
    if (length > atom.size() - atom_header_octets) return std::nullopt;
    const std::size_t checked = atom_header_octets + length - checksum_octets;
    if (number_at(atom, checked, 2) != checksum(atom.first(checked))) return std::nullopt;

    const auto data = atom.subspan(atom_header_octets, length - checksum_octets);
    const std::size_t vendor = number_at(data, strings_at - 2, 1);
    const std::size_t product = number_at(data, strings_at - 1, 1);
    if (vendor + product > data.size() - strings_at) return std::nullopt;
    HatIdentity identity;
    identity.uuid = uuid_of_octets(data.first(uuid_octets));
    identity.product_id = static_cast<std::uint16_t>(number_at(data, uuid_octets, 2));
    identity.product_version = static_cast<std::uint16_t>(number_at(data, uuid_octets + 2, 2));
    identity.vendor = text_of(data.subspan(strings_at, vendor));
    identity.product = text_of(data.subspan(strings_at + vendor, product));
    return identity;
}

}  // namespace otbench::firmware
