#include "meters/description/description_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "meters/profile/record_text.hpp"

namespace otbench::meters {
namespace {

/// The key of a record's value, with a comma before it.
std::string value_key(const bus::RecordDescription& record) {
    const auto [key, text] = value_text(record);
    if (key.empty()) return {};
    const auto* when = std::get_if<bus::DateTime>(&record.value);
    const bool plain = key == "coded" || (key == "value" && !when && record.coding != bus::Coding::text);
    return fmt::format(", {}: {}{}", key,
                       text.empty() ? "none"
                       : plain      ? text
                                    : quoted(text),
                       when && when->summer_time ? ", summer-time: true" : "");
}

std::string record_text(const bus::RecordDescription& record) {
    std::string text;
    if (!record.raw.empty())
        text = fmt::format("octets: \"{}\"", hex_text(record.raw));
    else
        text = fmt::format("{}, coding: {}{}{}", subject_text(record), bus::name(record.coding), value_key(record),
                           details_text(record));
    if (record.fillers != 0) text += fmt::format(", fillers: {}", record.fillers);
    return fmt::format("  - {{{}}}\n", text);
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
            text += fmt::format("manufacturer-data: \"{}\"\n", hex_text(telegram.manufacturer_data));
        return text;
    }
    std::string operator()(const bus::FixedDescription& fixed) const {
        std::string text = fmt::format("id: \"{:08x}\"\nmedium: {}\naccess-number: {}\nstatus: 0x{:02x}\ncounters:\n",
                                       fixed.id, fixed.medium, fixed.access_number, fixed.status);
        for (const auto& counter : fixed.counters)
            text += fmt::format("  - {{unit: 0x{:02x}, digits: \"{:08x}\"}}\n", counter.unit, counter.value);
        return text;
    }
    std::string operator()(const bus::OtherDescription& other) const {
        return fmt::format("ci: 0x{:02x}\ndata: \"{}\"\n", other.ci, hex_text(other.data));
    }
    std::string operator()(const bus::ErrorDescription& error) const {
        if (!error.code) return "application-error: none\n";
        std::string text = fmt::format("application-error: {}\n", *error.code);
        if (!error.further.empty()) text += fmt::format("further: \"{}\"\n", hex_text(error.further));
        return text;
    }
};

}  // namespace

std::string description_text(const bus::AnswerDescription& answer) {
    std::string text = fmt::format("---\naddress: {}\n", answer.address);
    if (answer.control != bus::control::RSP_UD) text += fmt::format("control: 0x{:02x}\n", answer.control);
    if (answer.big_endian) text += "byte-order: high-first\n";
    return text + std::visit(ContentText{}, answer.content);
}

}  // namespace otbench::meters
