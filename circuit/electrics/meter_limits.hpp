#pragma once

#include "base/config/limits.hpp"

/// What a meter's transceiver may be, in scenarios and in studies. EN 13757-2 asks for 11 to 20 mA and 5.7 to 8.2 V;
/// the rest is room for meters that deviate.
namespace otbench::circuit::limits_of_meters {

inline constexpr config::Limits unit_loads{Dimension::count, 0.0, 100.0, "0 to 100"};
inline constexpr config::Limits space_current{Dimension::current, 0.0, 0.1, "0 mA to 100 mA"};
inline constexpr config::Limits receive_threshold{Dimension::voltage, 1.0, 12.0, "1 V to 12 V"};
inline constexpr config::Limits distance{Dimension::length, 0.0, 10e3, "0 m to 10 km"};

}  // namespace otbench::circuit::limits_of_meters
