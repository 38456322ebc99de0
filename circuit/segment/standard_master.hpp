#pragma once

#include "circuit/segment/tracking_receiver.hpp"
#include "circuit/solver/schematic.hpp"

/// A level converter as one buys it: push-pull drive, idle current tracked (spec: mbus-protocol, section 1.3; EN
/// 13757-2). The supply is its mark voltage.
namespace otbench::circuit::standard_master {

inline constexpr double mark_v = 42.0;
inline constexpr double swing_v = 12.0;
inline constexpr double edge_s = 5e-6;  ///< well within half a bit at 9600 baud
inline constexpr double sense_ohm =
    2.0;  ///< with the drive's as much: 20 mA lower the bus by 0.08 V, 1.2 V are allowed
inline constexpr double space_a = 7.5e-3;     ///< above idle: below 6 mA it must read mark, from 9 mA on space
inline constexpr double collision_a = 25e-3;  ///< above idle: more than one slave may be sending
inline constexpr double rated_a = 0.375;      ///< 250 unit loads
/// It does not listen while its own edges charge the line.
inline constexpr double deaf_s = 100e-6;
/// On a collision it sends a break: longer than the 22 bit times of 2400 baud.
inline constexpr double break_s = 50e-3;

/// How fast its idea of the idle current follows, in volts across the sensing resistor by second. Rising currents are
/// followed so slowly that a character of zeros at 300 baud passes for no idle current.
inline constexpr Tracking tracking{1.6, 0.04};

/// The parts, with the ports of any converter.
Schematic parts();

}  // namespace otbench::circuit::standard_master
