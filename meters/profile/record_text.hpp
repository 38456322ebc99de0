#pragma once

#include <string>
#include <string_view>

#include "bus/message/encoder.hpp"

namespace otbench::meters {

// What `record_fields.hpp` reads, written: the words in which files describe telegrams and their records.

/// A YAML text in quotes.
[[nodiscard]] std::string quoted(std::string_view text);
/// The same without quotes where YAML takes it for a text as it is.
[[nodiscard]] std::string yaml_scalar(std::string_view text);

/// "ACW", or the code "0x0477" of no three letters.
[[nodiscard]] std::string manufacturer_text(std::uint16_t code);

/// What a record is about: "quantity: energy, step: 10 kWh" or "vif: fd 3a", with its unit-text.
[[nodiscard]] std::string subject_text(const bus::RecordDescription& record);
/// The other keys of a record that are not at their default, a comma before each: function, storage, tariff, device,
/// min-dife, modifiers.
[[nodiscard]] std::string details_text(const bus::RecordDescription& record);

/// A value and the key under which descriptions have it.
struct ValueText {
    std::string_view key;  ///< "value", "coded" (the number without unit and step), "digits"; empty: there is no value
    std::string text;      ///< not quoted
};
/// The value in its unit wherever that loses nothing.
[[nodiscard]] ValueText value_text(const bus::RecordDescription& record);

}  // namespace otbench::meters
