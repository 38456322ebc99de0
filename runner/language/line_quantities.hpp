#pragma once

#include <boost/core/span.hpp>
#include <string_view>

#include "runner/language/config_words.hpp"
#include "runner/language/scenario.hpp"

namespace otbench::runner {

/// An electrical quantity that expect-line can ask for.
struct LineQuantity {
    LineExpectation::What what;
    std::string_view name;  ///< the key: "bus-voltage-mark"
    Dimension dimension;
};

/// All of them, in the order of `LineExpectation::What`.
[[nodiscard]] boost::span<const LineQuantity> line_quantities();

/// The key under which a scenario asks for it.
[[nodiscard]] std::string_view name_of(LineExpectation::What what);

}  // namespace otbench::runner
