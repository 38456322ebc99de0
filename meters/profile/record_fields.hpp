#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/config/yaml_reader.hpp"
#include "base/text.hpp"
#include "bus/message/encoder.hpp"
#include "meters/profile/profile.hpp"

namespace otbench::meters {

// The words in which files describe telegrams and their records. What is wrong is a diagnostic at its
// place.

/// `fillers`: a number of idle fillers (DIF 2F).
[[nodiscard]] std::size_t read_fillers(const config::Mapping& fields);
/// What a record is about: `quantity` with its `step` or `vif`, `unit-text`, `function`, `storage`, `tariff`, `device`,
/// `min-dife`, `modifiers`. Its name is the quantity's.
void read_record_information(const config::Mapping& fields, config::Diagnostics& errors,
                             bus::RecordDescription& record);

/// The text of a file, UTF-8, as meters have it: ISO 8859-1.
[[nodiscard]] Checked<std::string> to_latin1(std::string_view text);
/// An id of eight hex digits, as a telegram carries it.
[[nodiscard]] Checked<std::uint32_t> parse_eight_digits(std::string_view text);
/// "ACW", or a code such as 0x0477.
[[nodiscard]] Checked<std::uint16_t> parse_manufacturer(std::string_view text);
/// "Water", or a code such as 0x07.
[[nodiscard]] Checked<std::uint8_t> parse_medium(std::string_view text);
/// A time with its unit, 0 s to 1 d.
[[nodiscard]] Checked<Nanoseconds> parse_time(std::string_view text);
/// The same, or a whole number of bit times: "11 bit".
[[nodiscard]] Checked<LineTime> parse_line_time(std::string_view text);
/// One of the rates of EN 13757-2, 300 to 38400.
[[nodiscard]] Checked<double> parse_baud(std::string_view text);
/// "973" or "-0.5": the number as the telegram has it.
[[nodiscard]] Checked<bus::RecordValue> parse_coded_number(std::string_view text);
/// A value as a person writes it, for a record of that coding: "9730 kWh", "2017-02-11T19:36", a text.
[[nodiscard]] Checked<bus::RecordValue> parse_record_value(bus::Coding coding, std::string_view text);

}  // namespace otbench::meters
