#include "bus/record/vife.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>

#include "bus/record/vife_walk.hpp"

namespace otbench::bus {
namespace {

struct Row {
    std::uint8_t code;
    VifeEntry entry;
};
using M = Modifier;
using U = Unit;

// EN 13757-3, combinable VIFEs and record errors; spec: M-Bus protocol, 13.
constexpr std::array<Row, 115> rows = {{
    {0x01, {M::record_error, "too many DIFEs"}},
    {0x02, {M::record_error, "storage number not implemented"}},
    {0x03, {M::record_error, "sub-unit not implemented"}},
    {0x04, {M::record_error, "tariff not implemented"}},
    {0x05, {M::record_error, "function not implemented"}},
    {0x06, {M::record_error, "data class not implemented"}},
    {0x07, {M::record_error, "data size not implemented"}},
    {0x0B, {M::record_error, "too many VIFEs"}},
    {0x0C, {M::record_error, "illegal VIF group"}},
    {0x0D, {M::record_error, "illegal VIF exponent"}},
    {0x0E, {M::record_error, "VIF does not fit the DIF"}},
    {0x0F, {M::record_error, "action not implemented"}},
    {0x12, {M::qualifies, "average"}},
    {0x13, {M::packs, "inverse-compact-profile"}},
    {0x14, {M::qualifies, "relative-deviation"}},
    {0x15, {M::record_error, "no data available"}},
    {0x16, {M::record_error, "data overflow"}},
    {0x17, {M::record_error, "data underflow"}},
    {0x18, {M::record_error, "data error"}},
    {0x1C, {M::record_error, "premature end of record"}},
    {0x1D, {M::qualifies, "standard-conform"}},
    {0x1E, {M::packs, "compact-profile-with-registers"}},
    {0x1F, {M::packs, "compact-profile"}},
    {0x20, {M::qualifies, "per-second"}},
    {0x21, {M::qualifies, "per-minute"}},
    {0x22, {M::qualifies, "per-hour"}},
    {0x23, {M::qualifies, "per-day"}},
    {0x24, {M::qualifies, "per-week"}},
    {0x25, {M::qualifies, "per-month"}},
    {0x26, {M::qualifies, "per-year"}},
    {0x27, {M::qualifies, "per-measurement"}},
    {0x28, {M::qualifies, "per-input-pulse-0"}},
    {0x29, {M::qualifies, "per-input-pulse-1"}},
    {0x2A, {M::qualifies, "per-output-pulse-0"}},
    {0x2B, {M::qualifies, "per-output-pulse-1"}},
    {0x2C, {M::qualifies, "per-litre"}},
    {0x2D, {M::qualifies, "per-cubic-metre"}},
    {0x2E, {M::qualifies, "per-kilogram"}},
    {0x2F, {M::qualifies, "per-kelvin"}},
    {0x30, {M::qualifies, "per-kilowatt-hour"}},
    {0x31, {M::qualifies, "per-gigajoule"}},
    {0x32, {M::qualifies, "per-kilowatt"}},
    {0x33, {M::qualifies, "per-kelvin-litre"}},
    {0x34, {M::qualifies, "per-volt"}},
    {0x35, {M::qualifies, "per-ampere"}},
    {0x36, {M::qualifies, "times-second"}},
    {0x37, {M::qualifies, "times-second-per-volt"}},
    {0x38, {M::qualifies, "times-second-per-ampere"}},
    {0x39, {M::point_of, "start"}},
    {0x3A, {M::qualifies, "uncorrected"}},
    {0x3B, {M::qualifies, "forward"}},
    {0x3C, {M::qualifies, "backward"}},
    {0x3D, {M::qualifies, "non-metric"}},
    {0x3E, {M::qualifies, "at-base-conditions"}},
    {0x3F, {M::qualifies, "obis-declaration"}},
    {0x40, {M::qualifies, "lower-limit"}},
    {0x41, {M::qualifies, "count-below-lower-limit"}},
    {0x42, {M::point_of, "first-begin-below-lower-limit"}},
    {0x43, {M::point_of, "first-end-below-lower-limit"}},
    {0x46, {M::point_of, "last-begin-below-lower-limit"}},
    {0x47, {M::point_of, "last-end-below-lower-limit"}},
    {0x48, {M::qualifies, "upper-limit"}},
    {0x49, {M::qualifies, "count-above-upper-limit"}},
    {0x4A, {M::point_of, "first-begin-above-upper-limit"}},
    {0x4B, {M::point_of, "first-end-above-upper-limit"}},
    {0x4E, {M::point_of, "last-begin-above-upper-limit"}},
    {0x4F, {M::point_of, "last-end-above-upper-limit"}},
    {0x50, {M::duration_of, "first-below-lower-limit", 0, U::second}},
    {0x51, {M::duration_of, "first-below-lower-limit", 0, U::minute}},
    {0x52, {M::duration_of, "first-below-lower-limit", 0, U::hour}},
    {0x53, {M::duration_of, "first-below-lower-limit", 0, U::day}},
    {0x54, {M::duration_of, "last-below-lower-limit", 0, U::second}},
    {0x55, {M::duration_of, "last-below-lower-limit", 0, U::minute}},
    {0x56, {M::duration_of, "last-below-lower-limit", 0, U::hour}},
    {0x57, {M::duration_of, "last-below-lower-limit", 0, U::day}},
    {0x58, {M::duration_of, "first-above-upper-limit", 0, U::second}},
    {0x59, {M::duration_of, "first-above-upper-limit", 0, U::minute}},
    {0x5A, {M::duration_of, "first-above-upper-limit", 0, U::hour}},
    {0x5B, {M::duration_of, "first-above-upper-limit", 0, U::day}},
    {0x5C, {M::duration_of, "last-above-upper-limit", 0, U::second}},
    {0x5D, {M::duration_of, "last-above-upper-limit", 0, U::minute}},
    {0x5E, {M::duration_of, "last-above-upper-limit", 0, U::hour}},
    {0x5F, {M::duration_of, "last-above-upper-limit", 0, U::day}},
    {0x60, {M::duration_of, "first-duration", 0, U::second}},
    {0x61, {M::duration_of, "first-duration", 0, U::minute}},
    {0x62, {M::duration_of, "first-duration", 0, U::hour}},
    {0x63, {M::duration_of, "first-duration", 0, U::day}},
    {0x64, {M::duration_of, "last-duration", 0, U::second}},
    {0x65, {M::duration_of, "last-duration", 0, U::minute}},
    {0x66, {M::duration_of, "last-duration", 0, U::hour}},
    {0x67, {M::duration_of, "last-duration", 0, U::day}},
    {0x68, {M::qualifies, "during-lower-limit-excess"}},
    {0x69, {M::qualifies, "leakage"}},
    {0x6A, {M::point_of, "first-begin"}},
    {0x6B, {M::point_of, "first-end"}},
    {0x6C, {M::qualifies, "during-upper-limit-excess"}},
    {0x6D, {M::qualifies, "overflow"}},
    {0x6E, {M::point_of, "last-begin"}},
    {0x6F, {M::point_of, "last-end"}},
    {0x70, {M::multiplies, {}, -6}},
    {0x71, {M::multiplies, {}, -5}},
    {0x72, {M::multiplies, {}, -4}},
    {0x73, {M::multiplies, {}, -3}},
    {0x74, {M::multiplies, {}, -2}},
    {0x75, {M::multiplies, {}, -1}},
    {0x76, {M::multiplies, {}, 0}},
    {0x77, {M::multiplies, {}, 1}},
    {0x78, {M::adds, {}, -3}},
    {0x79, {M::adds, {}, -2}},
    {0x7A, {M::adds, {}, -1}},
    {0x7B, {M::adds, {}, 0}},
    {0x7C, {M::opens_table, "further-table"}},
    {0x7D, {M::multiplies, {}, 3}},
    {0x7E, {M::qualifies, "future"}},
    {0x7F, {M::opens_table, "manufacturer-specific"}},
}};

// EN 13757-3, further combinable VIFEs; spec: M-Bus protocol, 13, 7C.
constexpr std::array<Row, 15> further_rows = {{
    {0x01, {M::qualifies, "phase-L1"}},
    {0x02, {M::qualifies, "phase-L2"}},
    {0x03, {M::qualifies, "phase-L3"}},
    {0x04, {M::qualifies, "neutral"}},
    {0x05, {M::qualifies, "between-L1-L2"}},
    {0x06, {M::qualifies, "between-L2-L3"}},
    {0x07, {M::qualifies, "between-L3-L1"}},
    {0x08, {M::qualifies, "quadrant-1"}},
    {0x09, {M::qualifies, "quadrant-2"}},
    {0x0A, {M::qualifies, "quadrant-3"}},
    {0x0B, {M::qualifies, "quadrant-4"}},
    {0x0C, {M::qualifies, "import-minus-export"}},
    {0x10, {M::qualifies, "absolute-sum"}},
    {0x11, {M::qualifies, "type-c"}},
    {0x12, {M::qualifies, "type-d"}},
}};

template <std::size_t Count>
constexpr std::array<VifeEntry, 128> expand(const std::array<Row, Count>& named) {
    std::array<VifeEntry, 128> table{};
    for (const Row& row : named) table[row.code] = row.entry;
    return table;
}
constexpr auto table = expand(rows);
constexpr auto further_table = expand(further_rows);

}  // namespace

const VifeEntry& vife_entry(std::uint8_t vife) {
    return table[vife & 0x7F];
}

const VifeEntry& further_vife_entry(std::uint8_t vife) {
    return further_table[vife & 0x7F];
}

std::string CombinedVife::name() const {
    const std::string_view table_name = vife_entry(octets[0]).name;
    if (octets.size() == 1) return std::string{table_name};
    if (!entry.name.empty() && entry.modifier != Modifier::opens_table) return std::string{entry.name};
    return fmt::format("{}-{:02x}", table_name, fmt::join(octets.begin() + 1, octets.end(), ""));
}

}  // namespace otbench::bus
