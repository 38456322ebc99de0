#pragma once

#include <cstdint>
#include <string_view>

#include "bus/record/vif.hpp"

namespace otbench::bus {

/// How libmbus words a VIF code, ready to stand in XML (escaped; a degree sign is UTF-8).
struct VifTexts {
    std::string_view unit;  ///< of plain output; empty when the text shows the octet itself
    std::string_view normalised_unit;
    std::string_view normalised_quantity;
    double factor;  ///< from the number sent to the normalised unit
};
[[nodiscard]] const VifTexts& libmbus_vif_texts(VifCode code);

/// The words for an application error; empty above 9, where the text shows the code itself.
[[nodiscard]] std::string_view libmbus_application_error(std::uint8_t code);

/// The unit of a fixed data counter (six bits).
[[nodiscard]] std::string_view libmbus_fixed_unit(std::uint8_t unit);

}  // namespace otbench::bus
