#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bus/record/codec_error.hpp"
#include "bus/record/record.hpp"

namespace otbench::bus {

/// Which value of a reading is meant: `energy`, `energy[storage=1,tariff=2,device=1,function=maximum]`.
///
/// Keys: storage, tariff, device (numbers), function (instantaneous, maximum, minimum, error), modifier (the name of a
/// VIFE: `energy[modifier=backward]`), index (of several values that agree in all this, the first is 0). What is not
/// said is 0; without function both the instantaneous value and one "during error state" are meant; without modifier
/// only values that have none.
struct ValueSelector {
    std::string name;
    std::uint64_t storage = 0;
    std::uint32_t tariff = 0;
    std::uint16_t device = 0;
    std::optional<Function> function;
    std::string modifier;
    std::size_t index = 0;
};

/// Reads the grammar above. Names are not checked here: a reading knows which values it has.
[[nodiscard]] Checked<ValueSelector> parse_value_selector(std::string_view text);

/// "instantaneous", "maximum", "minimum", "error".
[[nodiscard]] std::string_view name(Function function);

}  // namespace otbench::bus
