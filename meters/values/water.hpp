#pragma once

namespace otbench::meters {

/// Liquid water at the pressure of heating circuits, after IAPWS-IF97, region 1. From 0 to 200 °C; a temperature
/// beyond counts as the nearest of these.
struct Water {
    double volume;    ///< of a kilogram, m3/kg
    double enthalpy;  ///< J/kg

    [[nodiscard]] static Water at(double celsius);
};

/// The heat coefficient of EN 1434-1, annex A, for water at 16 bar: the heat in J that a cubic metre gives off for each
/// kelvin between flow and return. The volume is measured at `sensor_celsius`.
[[nodiscard]] double heat_coefficient(double flow_celsius, double return_celsius, double sensor_celsius);

}  // namespace otbench::meters
