#include "base/config/limits.hpp"

#include <fmt/core.h>

namespace otbench::config {

Checked<double> parse_within(const Limits& limits, std::string_view text) {
    const auto quantity = parse_quantity(text, limits.dimension);
    if (!quantity) return quantity.error();
    if (limits.hold(quantity->si)) return quantity->si;
    return InputError{
        fmt::format("invalid {} '{}' (expected {})", name(limits.dimension), quantity->text, limits.wording)};
}

}  // namespace otbench::config
