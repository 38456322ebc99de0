#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bus/message/encoder.hpp"
#include "meters/profile/yaml_fields.hpp"

namespace otbench::meters {

// The words in which files describe telegrams and their records. What is wrong is an error with the word's place in the
// file, as for `YamlFields`.

/// What `convert` makes of the text at `key`; an error at its place, and nothing, when it is no good.
template <class Convert>
auto converted(YamlFields& fields, std::string_view key, YamlErrors& errors, Convert convert)
    -> std::optional<std::decay_t<decltype(*convert(std::string_view{}))>> {
    const auto text = fields.text(key);
    if (!text) return std::nullopt;
    auto value = convert(std::string_view{text->text});
    if (value) return std::move(*value);
    errors.add(text->mark, value.error().message);
    return std::nullopt;
}

/// 0 to 255, decimal or 0x….
[[nodiscard]] std::uint8_t read_octet(YamlFields& fields, std::string_view key, std::int64_t fallback = 0);
/// `fillers`: a number of idle fillers (DIF 2F).
[[nodiscard]] std::size_t read_fillers(YamlFields& fields);
/// What a record is about: `quantity` with its `step` or `vif`, `unit-text`, `function`, `storage`, `tariff`, `device`,
/// `min-dife`, `modifiers`. Its name is the quantity's.
void read_record_information(YamlFields& fields, YamlErrors& errors, bus::RecordDescription& record);

[[nodiscard]] Checked<bool> parse_truth(std::string_view text);
/// Octets as pairs of hex digits, with blanks between or not.
[[nodiscard]] Checked<OctetBuffer> parse_octets(std::string_view text);
/// The text of a file, UTF-8, as meters have it: ISO 8859-1.
[[nodiscard]] Checked<std::string> to_latin1(std::string_view text);
/// An id of eight hex digits, as a telegram carries it.
[[nodiscard]] Checked<std::uint32_t> parse_eight_digits(std::string_view text);
/// "ACW", or a code such as 0x0477.
[[nodiscard]] Checked<std::uint16_t> parse_manufacturer(std::string_view text);
/// "Water", or a code such as 0x07.
[[nodiscard]] Checked<std::uint8_t> parse_medium(std::string_view text);
/// One of the rates of EN 13757-2, 300 to 38400.
[[nodiscard]] Checked<double> parse_baud(std::string_view text);
/// "973" or "-0.5": the number as the telegram has it.
[[nodiscard]] Checked<bus::RecordValue> parse_coded_number(std::string_view text);
/// A value as a person writes it, for a record of that coding: "9730 kWh", "2017-02-11T19:36", a text.
[[nodiscard]] Checked<bus::RecordValue> parse_record_value(bus::Coding coding, std::string_view text);

}  // namespace otbench::meters
