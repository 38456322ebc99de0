#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/octets.hpp"
#include "bus/record/quantity.hpp"
#include "bus/record/unit.hpp"

namespace otbench::bus {

// VIF octets with a meaning of their own (EN 13757-3; spec: M-Bus protocol, 11).
constexpr std::uint8_t vif_extension_fb = 0xFB;
constexpr std::uint8_t vif_extension_fd = 0xFD;
constexpr std::uint8_t vif_plain_text = 0x7C;             ///< without its extension bit
constexpr std::uint8_t vif_any = 0x7E;                    ///< any quantity, in a selection of records for read-out
constexpr std::uint8_t vif_manufacturer_specific = 0x7F;  ///< without its extension bit
constexpr std::uint8_t vife_second_level = 0x7D;  ///< behind FD, without extension bit: the next VIFE holds the code

/// The tables a VIF code can be looked up in.
enum class VifTable : std::uint8_t { primary, extension_fb, extension_fd };

/// How the octets of a quantity are to be read beyond their data field (EN 13757-3, data types; spec: M-Bus protocol,
/// 14).
enum class Nature : std::uint8_t {
    number,   ///< type B: signed
    counter,  ///< type C: unsigned (addresses, versions, counters); all ones mean invalid
    bits,     ///< type D: unsigned, every value is valid
    point,    ///< types F, G, I, J: a date, a date and time, or a time, by length
    opaque,   ///< data in a coding of its own: bytes, unless they are sent as a number
};

/// The meaning of a VIF code: data · 10^exponent · unit.
struct VifEntry {
    Quantity quantity = Quantity::reserved;
    Unit unit = Unit::none;
    std::int8_t exponent = 0;
    Nature nature = Nature::number;
};

/// A VIF code and the table it belongs to; the code is without extension bit.
struct VifCode {
    VifTable table = VifTable::primary;
    std::uint8_t code = 0;

    friend bool operator==(VifCode l, VifCode r) { return l.table == r.table && l.code == r.code; }
};

/// The entry of a code (0–7F); reserved codes have `Quantity::reserved`.
[[nodiscard]] const VifEntry& vif_entry(VifCode code);

/// The entry of a code of the second-level table (VIF FD, VIFE FD, code), its extension bit ignored.
[[nodiscard]] const VifEntry& second_level_entry(std::uint8_t code);

/// The code that counts `quantity` in steps of 10^`exponent` `unit`; the primary table first.
[[nodiscard]] std::optional<VifCode> find_vif(Quantity quantity, Unit unit = Unit::none, int exponent = 0);

/// The code that counts the quantity of that name in steps of `step` ("10 kWh", "0.1 m3", "1 l/h"; empty or "1" where
/// there is no unit; "date" or "date-time" for a time-point). The error lists the steps there are.
[[nodiscard]] Checked<VifCode> find_vif(std::string_view quantity, std::string_view step);

}  // namespace otbench::bus
