#include "meters/profile/record_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/numbers.hpp"
#include "bus/reading/answer_reading.hpp"
#include "bus/reading/value_selector.hpp"
#include "bus/record/manufacturer.hpp"
#include "bus/record/value.hpp"
#include "bus/record/vife.hpp"

namespace otbench::meters {
namespace {

bool encodes_alike(const bus::RecordDescription& one, const bus::RecordDescription& other) {
    OctetBuffer a, b;
    return bus::encode_record(one, a) && bus::encode_record(other, b) && a == b;
}

/// The name of a VIFE where it is the first of that name: durations about a limit come in several units under one.
std::string modifier_text(std::uint8_t vife) {
    const std::string_view name = bus::vife_entry(vife).name;
    std::uint8_t first = 0;
    while (first < vife && bus::vife_entry(first).name != name) ++first;
    return name.empty() || first != vife ? fmt::format("0x{:02x}", vife) : yaml_scalar(name);
}

/// Whether the number stands for something else than so many steps of the quantity.
bool changes_the_number(std::uint8_t vife) {
    switch (bus::vife_entry(vife).modifier) {
        case bus::Modifier::none:
        case bus::Modifier::record_error:
        case bus::Modifier::qualifies:
        case bus::Modifier::packs: return false;
        default: return true;
    }
}

/// A finite number as it is written with the fewest digits that a real needs.
bus::Decimal decimal(float number) {
    const std::string text = fmt::format("{}", number);
    const std::size_t e = text.find('e');
    std::string digits = text.substr(0, e);
    const std::size_t point = digits.find('.');
    int exponent = 0;
    if (e != std::string::npos) exponent = static_cast<int>(*parse_number(std::string_view{text}.substr(e + 1)));
    if (point != std::string::npos) {
        exponent -= static_cast<int>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    return {parse_integer<std::int64_t>(digits).value(), exponent};
}

struct ValueTextMaker {
    const bus::RecordDescription& record;

    /// The number in its unit; empty when that would encode differently.
    [[nodiscard]] std::string in_unit(bus::Decimal count) const {
        if (std::any_of(record.vife.begin(), record.vife.end(), changes_the_number)) return {};
        constexpr int most_zeros = 15;  // beyond them, steps are as easy to read
        const bus::VifEntry& entry = bus::vif_entry(record.vif);
        if (std::abs(count.exponent + entry.exponent) > most_zeros) return {};
        std::string text = bus::to_text(bus::Decimal{count.mantissa, count.exponent + entry.exponent}, entry.unit);
        bus::RecordDescription as_measure = record;
        const auto measure = bus::parse_measure(text);
        if (!measure) return {};
        as_measure.value = *measure;
        return encodes_alike(record, as_measure) ? text : std::string{};
    }

    ValueText operator()(std::monostate) const { return {}; }
    ValueText operator()(const bus::Measure& measure) const {
        return {"value", fmt::format("{} {}", measure.value, measure.unit)};
    }
    ValueText operator()(std::int64_t count) const {
        if (std::string text = in_unit({count, 0}); !text.empty()) return {"value", std::move(text)};
        return {"coded", fmt::format("{}", count)};
    }
    ValueText operator()(double real) const {
        if (std::isfinite(real))
            if (std::string text = in_unit(decimal(static_cast<float>(real))); !text.empty())
                return {"value", std::move(text)};
        std::string text = fmt::format("{}", real);
        if (text.find_first_of(".en") == std::string::npos) text += ".0";
        return {"coded", std::move(text)};
    }
    ValueText operator()(const std::string& text) const { return {text.empty() ? "" : "value", bus::utf8(text)}; }
    ValueText operator()(const bus::DateTime& when) const { return {"value", bus::to_text(when)}; }
    ValueText operator()(const bus::RawDigits& raw) const { return {"digits", raw.digits}; }
};

}  // namespace

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto octet = static_cast<unsigned char>(text[i]);
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
        if (text[i] == '"' || text[i] == '\\')
            (result += '\\') += text[i];
        else if (octet < 0x20 || octet == 0x7F)
            result += fmt::format("\\x{:02x}", octet);
        else if (octet == 0xC2 && next < 0xA0)  // U+0080 to U+009F, control characters too
            result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[++i]));
        else
            result += text[i];
    }
    return result += '"';
}

std::string yaml_scalar(std::string_view text) {
    constexpr std::string_view digits = "0123456789";
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const auto only = [&](std::string_view part, std::string_view further) {
        return std::all_of(part.begin(), part.end(), [&](char c) {
            return digits.find(c) != digits.npos || letters.find(c) != letters.npos || further.find(c) != further.npos;
        });
    };
    const auto null = {"null", "Null", "NULL"};
    const std::string_view unsigned_text = text.substr(text.substr(0, 1) == "-" ? 1 : 0);
    const bool plain = only(unsigned_text.substr(0, 1), "") && only(text, "./:()+-% ") && !unsigned_text.empty() &&
                       text.find(": ") == text.npos && text.back() != ' ' && text.back() != ':' &&
                       std::find(null.begin(), null.end(), text) == null.end();
    return plain ? std::string{text} : quoted(text);
}

std::string manufacturer_text(std::uint16_t code) {
    const auto letters = bus::manufacturer_letters(code);
    const std::string text(letters.begin(), letters.end());
    return bus::manufacturer_code(text) == code ? text : fmt::format("0x{:04x}", code);
}

std::string subject_text(const bus::RecordDescription& record) {
    const bus::VifEntry& entry = bus::vif_entry(record.vif);
    std::string step;
    if (entry.quantity == bus::Quantity::time_point)
        step = record.vif.code == 0x6C ? "date" : "date-time";
    else if (entry.unit != bus::Unit::none)
        step = bus::to_text(bus::Decimal{1, entry.exponent}, entry.unit);
    const auto found = bus::find_vif(bus::name(entry.quantity), step);
    constexpr std::string_view tables[] = {"primary", "fb", "fd"};
    std::string text =
        found && *found == record.vif
            ? fmt::format("quantity: {}{}{}", bus::name(entry.quantity), step.empty() ? "" : ", step: ", step)
            : fmt::format("vif: {} {:02x}", tables[static_cast<std::size_t>(record.vif.table)], record.vif.code);
    if (!record.vif_text.empty()) text += fmt::format(", unit-text: {}", yaml_scalar(bus::utf8(record.vif_text)));
    return text;
}

std::string details_text(const bus::RecordDescription& record) {
    std::string text;
    const auto add = [&text](std::string_view key, const auto& value) { text += fmt::format(", {}: {}", key, value); };
    if (record.function != bus::Function::instantaneous) add("function", bus::name(record.function));
    if (record.storage != 0) add("storage", record.storage);
    if (record.tariff != 0) add("tariff", record.tariff);
    if (record.device != 0) add("device", record.device);
    if (record.min_dife != 0) add("min-dife", record.min_dife);
    std::vector<std::string> modifiers;
    bool own_table = bus::vif_entry(record.vif).quantity == bus::Quantity::manufacturer_specific;
    for (const std::uint8_t vife : record.vife) {
        modifiers.push_back(own_table ? fmt::format("0x{:02x}", vife) : modifier_text(vife));
        own_table = own_table || bus::vife_entry(vife).modifier == bus::Modifier::opens_table;
    }
    if (!modifiers.empty()) add("modifiers", fmt::format("[{}]", fmt::join(modifiers, ", ")));
    return text;
}

ValueText value_text(const bus::RecordDescription& record) {
    return std::visit(ValueTextMaker{record}, record.value);
}

}  // namespace otbench::meters
