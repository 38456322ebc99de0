#include "meters/profile/record_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "base/numbers.hpp"
#include "bus/frame/frame.hpp"
#include "bus/message/medium.hpp"
#include "bus/reading/value_selector.hpp"
#include "bus/record/manufacturer.hpp"
#include "bus/record/vife.hpp"

namespace otbench::meters {
namespace {

// Rates of EN 13757-2 (spec: M-Bus protocol, section 2).
constexpr std::array<int, 8> bauds = {300, 600, 1200, 2400, 4800, 9600, 19200, 38400};

Checked<bus::Function> function(std::string_view text) {
    for (const auto f :
         {bus::Function::instantaneous, bus::Function::maximum, bus::Function::minimum, bus::Function::error_state})
        if (bus::name(f) == text) return f;
    return InputError{fmt::format("unknown function '{}'; there are instantaneous, maximum, minimum, error", text)};
}

/// The code after "0x"; nothing when `text` is something else.
template <class Code>
std::optional<Code> hexadecimal(std::string_view text) {
    if (text.substr(0, 2) != "0x") return std::nullopt;
    return parse_integer<Code>(text.substr(2), 16);
}

/// "primary 13", "fd 3a", "fb 00": a table and a code in hex.
Checked<bus::VifCode> vif_code(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, bus::VifTable>, 3> tables = {
        {{"primary ", bus::VifTable::primary},
         {"fb ", bus::VifTable::extension_fb},
         {"fd ", bus::VifTable::extension_fd}}};
    for (const auto& [name, table] : tables) {
        if (text.substr(0, name.size()) != name) continue;
        const auto code = parse_integer<std::uint8_t>(text.substr(name.size()), 16);
        if (code && *code < 0x80) return bus::VifCode{table, *code};
    }
    return InputError{fmt::format("invalid VIF '{}' (expected a table (primary, fb, fd) and a code 00 to 7f)", text)};
}

Checked<std::uint8_t> vife_code(std::string_view text) {
    for (std::uint8_t code = 0; code < 0x80; ++code)
        if (!text.empty() && bus::vife_entry(code).name == text) return code;
    const auto code = hexadecimal<std::uint8_t>(text);
    if (code && *code < 0x80) return *code;
    return InputError{fmt::format("unknown modifier '{}'; a VIFE can also be given as 0x00 to 0x7f", text)};
}

bool is_number(bus::Coding coding) {
    return coding >= bus::Coding::int8 && coding <= bus::Coding::bcd12;
}

}  // namespace

std::size_t read_fillers(const config::Mapping& fields) {
    return fields.whole<std::size_t>("fillers", 0, 0, static_cast<std::int64_t>(bus::max_user_data));
}

void read_record_information(const config::Mapping& fields, config::Diagnostics& errors,
                             bus::RecordDescription& record) {
    const auto quantity = fields.text("quantity");
    const auto step = fields.text("step");
    if (const auto code = fields.converted("vif", vif_code)) {
        record.vif = *code;
        record.name = quantity ? *quantity : bus::name(bus::vif_entry(*code).quantity);
    } else if (quantity) {
        record.name = *quantity;
        const auto found = bus::find_vif(*quantity, step.value_or(""));
        if (found)
            record.vif = *found;
        else
            fields.complain(step ? "step" : "quantity", found.error().message);
    } else if (fields.find("vif") == nullptr) {
        errors.add(fields.at(), "a record needs 'quantity' (with its 'step') or 'vif'");
    }
    fields.read("unit-text", record.vif_text, to_latin1);
    fields.read("function", record.function, function);
    record.storage = fields.whole("storage", record.storage, 0, (std::int64_t{1} << 41) - 1);
    record.tariff = fields.whole("tariff", record.tariff, 0, (1 << 20) - 1);
    record.device = fields.whole("device", record.device, 0, (1 << 10) - 1);
    record.min_dife = fields.whole("min-dife", record.min_dife, 0, 10);
    for (const auto& modifier : fields.list("modifiers")) {
        if (const auto code = vife_code(modifier.text))
            record.vife.push_back(*code);
        else
            errors.add(modifier.at, code.error().message);
    }
}

Checked<std::string> to_latin1(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const bool two = (lead == 0xC2 || lead == 0xC3) && i + 1 < text.size();
        if (lead >= 0x80 && !two)
            return InputError{fmt::format("invalid text '{}' (expected characters of ISO 8859-1)", text)};
        if (two) {
            result += static_cast<char>((lead & 3) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3F));
        } else {
            result += text[i];
        }
    }
    return result;
}

Checked<std::uint32_t> parse_eight_digits(std::string_view text) {
    const auto id = parse_integer<std::uint32_t>(text, 16);
    if (!id || text.size() != 8) return InputError{fmt::format("invalid id '{}' (expected eight digits)", text)};
    return *id;
}

Checked<std::uint16_t> parse_manufacturer(std::string_view text) {
    if (const auto code = bus::manufacturer_code(text)) return *code;
    if (const auto code = hexadecimal<std::uint16_t>(text)) return *code;
    return InputError{
        fmt::format("invalid manufacturer '{}' (expected three letters A-Z, or a code such as 0x0477)", text)};
}

Checked<bus::RecordValue> parse_coded_number(std::string_view text) {
    if (const auto whole = parse_integer<std::int64_t>(text)) return bus::RecordValue{*whole};
    const auto real = parse_number(text);
    if (!real) return real.error();
    return bus::RecordValue{*real};
}

Checked<bus::RecordValue> parse_record_value(bus::Coding coding, std::string_view text) {
    const auto as_value = [](auto checked) -> Checked<bus::RecordValue> {
        if (!checked) return checked.error();
        return bus::RecordValue{std::move(*checked)};
    };
    if (is_number(coding)) return as_value(bus::parse_measure(text));
    if (coding == bus::Coding::text) return as_value(to_latin1(text));
    if (coding >= bus::Coding::date_g && coding <= bus::Coding::time_j) return as_value(bus::parse_date_time(text));
    return InputError{fmt::format("a record of coding {} has no 'value'; it may have 'digits'", bus::name(coding))};
}

Checked<std::uint8_t> parse_medium(std::string_view text) {
    std::vector<std::string_view> names;
    for (int code = 0; code <= 0xFF; ++code) {
        const auto name = bus::medium_name(static_cast<std::uint8_t>(code));
        if (name == text) return static_cast<std::uint8_t>(code);
        if (!name.empty() && name != "Reserved") names.push_back(name);
    }
    if (const auto code = hexadecimal<std::uint8_t>(text); code && text.size() <= 4) return *code;
    return InputError{
        fmt::format("unknown medium '{}'; known are \"{}\" and codes such as 0x07", text, fmt::join(names, "\", \""))};
}

Checked<double> parse_baud(std::string_view text) {
    for (const int baud : bauds)
        if (std::to_string(baud) == text) return double(baud);
    return InputError{fmt::format("invalid baud '{}' (expected one of {})", text, fmt::join(bauds, ", "))};
}

Checked<Nanoseconds> parse_time(std::string_view text) {
    constexpr double longest = 86400;  // seconds; beyond anything a meter does by itself
    const auto measure = bus::parse_measure(text);
    const auto seconds = measure ? bus::convert(*measure, bus::Unit::second) : measure.error();
    if (seconds && *seconds >= 0 && *seconds <= longest) return Nanoseconds{std::llround(*seconds * 1e9)};
    return InputError{fmt::format("invalid time '{}' (expected a number with its unit, 0 s to 1 d)", text)};
}

Checked<LineTime> parse_line_time(std::string_view text) {
    constexpr std::string_view bits_word = " bit";
    constexpr std::int64_t most_bits = 1'000'000;
    const std::size_t digits = text.size() - std::min(text.size(), bits_word.size());
    if (text.substr(digits) == bits_word) {
        const auto bits = parse_whole_number(text.substr(0, digits), 0, most_bits);
        if (bits) return LineTime{Nanoseconds{0}, static_cast<double>(*bits)};
        return InputError{fmt::format("invalid time '{}' (expected a whole number of bit times)", text)};
    }
    const auto time = parse_time(text);
    if (!time) return time.error();
    return LineTime{*time, 0};
}

}  // namespace otbench::meters
