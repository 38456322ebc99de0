#include "circuit/segment/cable_constants.hpp"

#include <algorithm>

namespace otbench::circuit {
namespace {

constexpr double two_pi = 6.283185307179586;
constexpr double vacuum_permeability = two_pi * 2e-7;  // H/m

/// A branch of a network whose impedance follows a law over some decades, in units of the law's own scale.
struct FittedBranch {
    double share;
    double corner;
};

// Fitted to the impedance of a round wire, ka/2 * J0(ka)/J1(ka) with k = (1-j)/depth, in units of its direct-current
// resistance and of the frequency at which the skin depth equals its radius, from 0.37 to 370 of these.
constexpr FittedBranch skin_effect[] = {{2.059, 12.12}, {7.48, 156.5}};
// Fitted to a constant loss tangent of 1 over two decades; the corners in hertz.
constexpr FittedBranch constant_loss[] = {{2.18, 227e3}, {2.18, 5.58e6}};

}  // namespace

CableConstants cable_constants(const CableParameters& cable) {
    CableConstants constants{cable.ohm_per_m, cable.henry_per_m, cable.farad_per_m, {}, {}};
    if (cable.skin_effect && cable.ohm_per_m > 0) {
        // Depth squared is resistivity / (pi * f * permeability), resistance per length resistivity / (pi * radius
        // squared).
        const double scale_hz = cable.ohm_per_m / 2 / vacuum_permeability;
        for (const auto& [share, corner] : skin_effect) {
            const double ohm = share * cable.ohm_per_m;
            const double henry = ohm / (two_pi * corner * scale_hz);
            constants.skin.push_back({ohm, henry});
            constants.henry = std::max(constants.henry - henry, 0.0);  // the field within the wire
        }
    }
    if (cable.loss_tangent > 0) {
        for (const auto& [share, corner_hz] : constant_loss) {
            const double farad = share * cable.loss_tangent * cable.farad_per_m;
            constants.dielectric.push_back({1 / (two_pi * corner_hz * farad), farad});
            constants.farad -= farad;
        }
    }
    return constants;
}

}  // namespace otbench::circuit
