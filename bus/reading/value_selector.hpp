#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/record/codec_error.hpp"
#include "bus/record/record.hpp"

namespace otbench::bus {

/// Which value of a reading is meant: `energy`, `energy[storage=1,tariff=2,device=1,function=maximum]`.
///
/// Keys: storage, tariff, device (numbers), function (instantaneous, maximum, minimum, error), modifier (the name of a
/// VIFE: `energy[modifier=backward]`, `voltage[modifier=phase-L1]`; several are all wanted), index (of several values
/// that agree in all this, the first is 0). The default is 0; without a function, the instantaneous value is selected
/// and, where there is none, one "during error state"; without modifier only values that have none. A manufacturer's
/// own values go by `manufacturer-specific-07` (with the VIFEs in hex), or `manufacturer-specific` for any.
struct ValueSelector {
    std::string name;
    std::uint64_t storage = 0;
    std::uint32_t tariff = 0;
    std::uint16_t device = 0;
    std::optional<Function> function;
    std::vector<std::string> modifiers;
    std::size_t index = 0;
};

/// Reads the grammar above. Names are not checked here, but in the reading.
[[nodiscard]] Checked<ValueSelector> parse_value_selector(std::string_view text);

/// "instantaneous", "maximum", "minimum", "error".
[[nodiscard]] std::string_view name(Function function);

}  // namespace otbench::bus
