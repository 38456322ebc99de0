#pragma once

#include <fmt/core.h>

#include <string_view>

#include "runner/language/config_words.hpp"

namespace otbench::runner::parts {

/// What a quantity may be.
struct Limits {
    Dimension dimension;
    double least, most;
    std::string_view wording;
};

/// A conversion for `Mapping::read`: the quantity in its base unit.
inline auto within(const Limits& limits) {
    return [&limits](std::string_view text) -> Checked<double> {
        const auto quantity = parse_quantity(text, limits.dimension);
        if (!quantity) return quantity.error();
        if (quantity->si >= limits.least && quantity->si <= limits.most) return quantity->si;
        return InputError{fmt::format("'{}' is out of range: {}", quantity->text, limits.wording)};
    };
}

}  // namespace otbench::runner::parts
