#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace otbench {

/// What can be compared with each other. Flow temperatures and temperature differences are not the same kind of thing.
enum class Dimension : std::uint8_t {
    none,
    energy,
    reactive_energy,
    apparent_energy,
    volume,
    mass,
    duration,
    power,
    reactive_power,
    apparent_power,
    volume_flow,
    mass_flow,
    temperature,
    temperature_difference,
    pressure,
    voltage,
    current,
    frequency,
    ratio,
    angle,
    symbol_rate,
    signal_level,
    currency,
    resistance,
    capacitance,
    length,
    resistance_per_length,
    capacitance_per_length,
    count = none,  ///< a number of things
};

/// "energy", "volume flow", …
[[nodiscard]] std::string_view name(Dimension dimension);

/// What one of a unit is in the base unit of its dimension: value · factor + offset. The base units are J, J (reactive
/// and apparent), m³, kg, s, W, m³/h, kg/h, °C, K, bar, V, A, Hz, 1, °, Bd, dBm, one unit of currency, Ω, F, m, Ω/m and
/// F/m.
struct UnitScale {
    Dimension dimension;
    double factor;
    double offset;
};

/// The unit with that spelling ("kWh", "m^3", "°C", "uA"); nothing when it is unknown. Where a spelling has several
/// meanings ("F" is a degree Fahrenheit and a farad), that of dimension `wanted` counts, or else the first.
[[nodiscard]] std::optional<UnitScale> find_unit(std::string_view spelling, Dimension wanted = Dimension::none);

/// All spellings of a dimension's units, the usual ones first.
[[nodiscard]] std::vector<std::string_view> spellings_of(Dimension dimension);

}  // namespace otbench
