#pragma once

#include <string>
#include <string_view>

#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// What the ROM's print does to text on its way to UART 0 (spec: firmware, section 8.4).
struct ConsoleRules {
    bool ends_at_nul = true;           ///< what follows an octet 00 is not printed
    bool adds_carriage_return = true;  ///< 0A is sent as 0D 0A, and 0D not at all
    FirmwareOptions::PercentSign percent_sign = FirmwareOptions::PercentSign::unchanged;

    /// The rules for text that is meant as text.
    static ConsoleRules for_text(const FirmwareOptions& options);
    /// The rules for a frame, which the firmware prints as if it were text (quirks Q73 to Q75).
    static ConsoleRules for_frames(const FirmwareOptions& options);

    /// The octets that leave the UART when `text` is printed.
    [[nodiscard]] std::string apply(std::string_view text) const;
    /// True when `apply` depends on an assumption about the ROM rather than on the firmware's own code.
    [[nodiscard]] bool are_assumed_for(std::string_view text) const;

private:
    [[nodiscard]] std::string_view printed_part(std::string_view text) const;
};

}  // namespace otbench::firmware
