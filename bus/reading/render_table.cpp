#include "bus/reading/render_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "bus/reading/shown_value.hpp"
#include "bus/reading/value_selector.hpp"

namespace otbench::bus {
namespace {

using Kind = AnswerReading::Kind;

/// How many characters UTF-8 text has.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(std::string text, std::size_t columns) {
    const std::size_t present = width(text);
    if (present < columns) text.append(columns - present, ' ');
    return text;
}

std::string heading(const AnswerReading& answer) {
    const Identity& identity = answer.reading.identity;
    std::string line = identity.id;
    if (answer.kind == Kind::variable) {
        line += fmt::format(" {} version {}", identity.manufacturer, identity.version);
        if (!identity.product.empty()) line += fmt::format(" ({})", identity.product);
    }
    if (!identity.medium.empty()) line += ", " + identity.medium;
    return line + fmt::format(", address {}, access number {}, status {:02x}", answer.address, identity.access_number,
                              identity.status);
}

/// Control characters in a meter's text must not reach a terminal.
std::string harmless(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return text;
}

std::string value_text(const NamedValue& record) {
    const bool text = std::holds_alternative<std::string>(record.value);
    return harmless(text ? utf8(std::get<std::string>(record.value))
                         : to_text(record.value, record.meaning.unit, utf8(record.meaning.unit_text)));
}

/// What sets a record apart from others of its quantity.
std::string remarks(const NamedValue& record) {
    std::string text;
    const auto add = [&text](std::string_view remark) { (text += text.empty() ? "" : ", ") += remark; };
    if (record.function == Function::maximum || record.function == Function::minimum) add(name(record.function));
    if (record.storage != 0) add(fmt::format("storage {}", record.storage));
    if (record.tariff != 0) add(fmt::format("tariff {}", record.tariff));
    if (record.device != 0) add(fmt::format("device {}", record.device));
    for (const std::string_view modifier : record.meaning.modifiers) add(modifier);
    return text;
}

}  // namespace

void render_table(const AnswerReading& answer, TextBuffer& out) {
    if (answer.kind == Kind::application_error) {
        out.append(fmt::format("address {}: application error {}: {}\n\n", answer.address, answer.application_error,
                               application_error_text(answer.application_error)));
        return;
    }
    const Reading& reading = answer.reading;
    out.append(heading(answer) + '\n');
    std::size_t names = 0, values = 0;
    for (const NamedValue& record : reading.values) {
        names = std::max(names, record.name.size());
        values = std::max(values, width(value_text(record)));
    }
    std::size_t number = 0;
    for (const NamedValue& record : reading.values) {
        std::string line = fmt::format("{:3}  {}  {}  {}", number++, padded(record.name, names),
                                       padded(value_text(record), values), remarks(record));
        line.erase(line.find_last_not_of(' ') + 1);
        out.append(line + '\n');
    }
    if (reading.manufacturer_data && !reading.manufacturer_data->empty())
        out.append(fmt::format("     manufacturer data: {}\n", hex_text(*reading.manufacturer_data, " ")));
    if (reading.more_follow) out.append("     more records follow in the next telegram\n");
    out.append("\n");
}

}  // namespace otbench::bus
