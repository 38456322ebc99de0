#pragma once

#include <cstdint>
#include <string_view>

#include "bus/record/unit.hpp"

namespace otbench::bus {

/// What a combinable VIFE (slave to master) does to the value or the meaning of its record.
enum class Modifier : std::uint8_t {
    none,          ///< nothing that a reader of the value needs, or reserved
    record_error,  ///< the value is missing; `name` is the reason
    qualifies,     ///< the quantity has another meaning, given by `name`
    multiplies,    ///< by 10^`amount`
    adds,          ///< 10^`amount` units
    point_of,      ///< the data is a point in time about the quantity
    duration_of,   ///< the data is a duration about the quantity, counted in `unit`
    opens_table,   ///< what follows is of another table: the next VIFE (7C), or all of them are the maker's (7F)
    packs,         ///< the data is a series of values in a coding of its own, given by `name`
};

struct VifeEntry {
    Modifier modifier = Modifier::none;
    std::string_view name = {};  ///< kebab-case; empty where there is none
    std::int8_t amount = 0;
    Unit unit = Unit::none;
};

/// The entry of a combinable VIFE, its extension bit ignored (EN 13757-3; spec: M-Bus protocol, 13).
[[nodiscard]] const VifeEntry& vife_entry(std::uint8_t vife);

constexpr std::uint8_t vife_further_table = 0x7C;  ///< without its extension bit: the next VIFE is of the further table

/// The entry of a VIFE behind `vife_further_table`, its extension bit ignored (spec: M-Bus protocol, 13, 7C).
[[nodiscard]] const VifeEntry& further_vife_entry(std::uint8_t vife);

}  // namespace otbench::bus
