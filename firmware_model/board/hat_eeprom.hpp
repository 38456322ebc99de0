#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace otbench::firmware {

/// The identity of a Raspberry Pi hat.
struct HatIdentity {
    std::string uuid;  ///< 32 hex digits in lower case, grouped 8-4-4-4-12
    std::uint16_t product_id = 0;
    std::uint16_t product_version = 0;
    std::string vendor;   ///< at most 255 octets
    std::string product;  ///< at most 255 octets
};

/// How much of the EEPROM the firmware reads, and how much of that first.
constexpr std::size_t hat_eeprom_octets = 256;
constexpr std::size_t hat_eeprom_header_octets = 12;

/// The EEPROM of a hat in the Raspberry Pi's ID format (version 1): a header and a vendor information atom, padded with
/// FF to what the firmware reads.
std::vector<std::uint8_t> hat_eeprom_image(const HatIdentity& identity);

/// Reads what `hat_eeprom_image` writes, or any such EEPROM; nothing when the signature, the vendor atom or its
/// checksum is not right, or it is longer than `image`.
std::optional<HatIdentity> parse_hat_eeprom(boost::span<const std::uint8_t> image);

}  // namespace otbench::firmware
