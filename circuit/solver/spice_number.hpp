#pragma once

#include <optional>
#include <string_view>

namespace otbench::circuit {

/// A number as SPICE writes it: `3.3k`, `15p`, `2meg`, `1e-9`, with letters after the suffix ignored.
std::optional<double> spice_number(std::string_view text);

}  // namespace otbench::circuit
