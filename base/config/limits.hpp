#pragma once

#include <string_view>

#include "base/checked.hpp"
#include "base/config/units.hpp"

namespace otbench::config {

/// What a quantity may be.
struct Limits {
    Dimension dimension;
    double least, most;        ///< in the dimension's base unit
    std::string_view wording;  ///< the same for people: "0 V to 42 V"

    [[nodiscard]] bool hold(double si) const { return si >= least && si <= most; }
};

/// A quantity with its unit, in the dimension's base unit and within `limits`.
[[nodiscard]] Checked<double> parse_within(const Limits& limits, std::string_view text);

/// The same as a conversion for `Mapping::read`. `limits` must outlive it.
inline auto within(const Limits& limits) {
    return [&limits](std::string_view text) { return parse_within(limits, text); };
}

}  // namespace otbench::config
