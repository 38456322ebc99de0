#include "app/description_text.hpp"

#include <fmt/format.h>

#include "bus/answer_reading.hpp"
#include "bus/manufacturer.hpp"
#include "bus/selector.hpp"
#include "bus/shown_value.hpp"
#include "bus/vife.hpp"

namespace otbench::app {
namespace {

/// A YAML text in quotes of octets that are ISO 8859-1.
std::string quoted(std::string_view latin1) {
    std::string text = "\"";
    for (const char c : latin1) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (text += '\\') += c;
        else if (octet < 0x20 || (octet >= 0x7F && octet < 0xA0))
            text += fmt::format("\\x{:02x}", octet);
        else
            text += bus::utf8({&c, 1});
    }
    return text += '"';
}

bool encodes_alike(const bus::RecordDescription& one, const bus::RecordDescription& other) {
    bus::OctetBuffer a, b;
    return bus::encode_record(one, a) && bus::encode_record(other, b) && a == b;
}

std::string vif_text(const bus::RecordDescription& record) {
    const bus::VifEntry& entry = bus::vif_entry(record.vif);
    std::string step;
    if (entry.quantity == bus::Quantity::time_point)
        step = record.vif.code == 0x6C ? "date" : "date-time";
    else if (entry.unit != bus::Unit::none)
        step = bus::to_text(bus::Decimal{1, entry.exponent}, entry.unit);
    const auto found = bus::find_vif(bus::name(entry.quantity), step);
    if (found && found->table == record.vif.table && found->code == record.vif.code)
        return fmt::format("quantity: {}{}{}", bus::name(entry.quantity), step.empty() ? "" : ", step: ", step);
    constexpr std::string_view tables[] = {"primary", "fb", "fd"};
    return fmt::format("vif: {} {:02x}", tables[static_cast<std::size_t>(record.vif.table)], record.vif.code);
}

/// The name of a VIFE where it is the first of that name: durations about a limit come in several units under one.
std::string modifier_text(std::uint8_t vife) {
    const std::string_view name = bus::vife_entry(vife).name;
    std::uint8_t first = 0;
    while (first < vife && bus::vife_entry(first).name != name) ++first;
    return name.empty() || first != vife ? fmt::format("0x{:02x}", vife) : quoted(name);
}

/// The keys of a record's value, with a comma before them.
struct ValueText {
    const bus::RecordDescription& record;

    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const bus::Measure& measure) const {
        return fmt::format(", value: {} {}", measure.value, measure.unit);
    }
    std::string operator()(std::int64_t count) const {
        const bus::VifEntry& entry = bus::vif_entry(record.vif);
        const std::string text = bus::to_text(bus::Decimal{count, entry.exponent}, entry.unit);
        bus::RecordDescription in_units = record;
        if (const auto measure = bus::parse_measure(text); measure && record.vife.empty()) {
            in_units.value = *measure;
            if (encodes_alike(record, in_units)) return ", value: " + text;
        }
        return fmt::format(", coded: {}", count);
    }
    std::string operator()(double real) const {
        std::string text = fmt::format("{}", real);
        if (text.find_first_of(".en") == std::string::npos) text += ".0";
        return ", coded: " + text;
    }
    std::string operator()(const std::string& text) const { return text.empty() ? "" : ", value: " + quoted(text); }
    std::string operator()(const bus::DateTime& when) const {
        return fmt::format(", value: \"{}\"{}", bus::to_text(when), when.summer_time ? ", summer-time: true" : "");
    }
    std::string operator()(const bus::RawDigits& raw) const {
        return raw.digits.empty() ? ", digits: none" : fmt::format(", digits: \"{}\"", raw.digits);
    }
};

std::string record_text(const bus::RecordDescription& record) {
    std::string text;
    const auto add = [&text](std::string_view key, const auto& value) { text += fmt::format(", {}: {}", key, value); };
    if (!record.raw.empty()) {
        text = fmt::format("octets: \"{}\"", bus::shown_octets(record.raw));
    } else {
        text = vif_text(record);
        if (!record.vif_text.empty()) add("unit-text", quoted(record.vif_text));
        add("coding", bus::name(record.coding));
        text += std::visit(ValueText{record}, record.value);
        if (record.function != bus::Function::instantaneous) add("function", bus::name(record.function));
        if (record.storage != 0) add("storage", record.storage);
        if (record.tariff != 0) add("tariff", record.tariff);
        if (record.device != 0) add("device", record.device);
        if (record.min_dife != 0) add("min-dife", record.min_dife);
        std::vector<std::string> modifiers;
        for (const std::uint8_t vife : record.vife) modifiers.push_back(modifier_text(vife));
        if (!modifiers.empty()) add("modifiers", fmt::format("[{}]", fmt::join(modifiers, ", ")));
    }
    if (record.fillers != 0) add("fillers", record.fillers);
    return fmt::format("  - {{{}}}\n", text);
}

std::string manufacturer_text(std::uint16_t code) {
    const auto letters = bus::manufacturer_letters(code);
    const std::string text(letters.begin(), letters.end());
    return bus::manufacturer_code(text) == code ? text : fmt::format("0x{:04x}", code);
}

struct ContentText {
    std::string operator()(const bus::TelegramDescription& telegram) const {
        std::string text = fmt::format(
            "id: \"{:08x}\"\nmanufacturer: {}\nversion: {}\nmedium: {}\naccess-number: {}\nstatus: 0x{:02x}\n"
            "signature: 0x{:04x}\n",
            telegram.device.id, manufacturer_text(telegram.device.manufacturer), telegram.device.version,
            telegram.device.medium, telegram.access_number, telegram.status, telegram.signature);
        if (!telegram.records.empty()) text += "records:\n";
        for (const bus::RecordDescription& record : telegram.records) text += record_text(record);
        if (telegram.fillers != 0) text += fmt::format("fillers: {}\n", telegram.fillers);
        if (telegram.more_follow) text += "more-follow: true\n";
        if (telegram.manufacturer_block) text += "manufacturer-data: none\n";
        if (!telegram.manufacturer_data.empty())
            text += fmt::format("manufacturer-data: \"{}\"\n", bus::shown_octets(telegram.manufacturer_data));
        return text;
    }
    std::string operator()(const bus::FixedDescription& fixed) const {
        std::string text = fmt::format("id: \"{:08x}\"\nmedium: {}\naccess-number: {}\nstatus: 0x{:02x}\ncounters:\n",
                                       fixed.id, fixed.medium, fixed.access_number, fixed.status);
        for (const auto& counter : fixed.counters)
            text += fmt::format("  - {{unit: 0x{:02x}, digits: \"{:08x}\"}}\n", counter.unit, counter.value);
        return text;
    }
    std::string operator()(const bus::ErrorDescription& error) const {
        if (!error.code) return "application-error: none\n";
        std::string text = fmt::format("application-error: {}\n", *error.code);
        if (!error.further.empty()) text += fmt::format("further: \"{}\"\n", bus::shown_octets(error.further));
        return text;
    }
};

}  // namespace

std::string description_text(const bus::AnswerDescription& answer) {
    std::string text = fmt::format("---\naddress: {}\n", answer.address);
    if (answer.control != bus::control::RSP_UD) text += fmt::format("control: 0x{:02x}\n", answer.control);
    if (answer.high_octet_first) text += "byte-order: high-first\n";
    return text + std::visit(ContentText{}, answer.content);
}

}  // namespace otbench::app
