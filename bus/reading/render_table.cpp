#include "bus/reading/render_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

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

void put_padded(std::string_view text, std::size_t columns, TextBuffer& out) {
    out.append(text);
    for (std::size_t present = width(text); present < columns; ++present) out.append(" ");
}

std::string heading(const AnswerReading& answer) {
    const Identity& identity = answer.reading.identity;
    std::string line = identity.id;
    if (answer.kind != Kind::fixed && !identity.id.empty()) {
        if (!identity.manufacturer.empty()) line += " " + identity.manufacturer;
        line += fmt::format(" version {}", identity.version);
        if (!identity.product.empty()) line += fmt::format(" ({})", identity.product);
    }
    if (!identity.medium.empty()) line += ", " + identity.medium;
    return line + fmt::format("{}address {}, access number {}, status {:02x}", line.empty() ? "" : ", ", answer.address,
                              identity.access_number, identity.status);
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

/// What sets a record apart from others of its quantity, joined by commas.
void put_remarks(const NamedValue& record, TextBuffer& out) {
    std::string_view separator = "  ";
    const auto begin = [&](std::string_view remark) { put_texts(out, std::exchange(separator, ", "), remark); };
    const auto number = [&](std::string_view what, auto value) {
        if (value == 0) return;
        begin(what);
        put_number(value, out);
    };
    if (record.function == Function::error_state && !std::holds_alternative<ValueFault>(record.value))
        begin("during error state");
    if (record.function == Function::maximum || record.function == Function::minimum) begin(name(record.function));
    number("storage ", record.storage);
    number("tariff ", record.tariff);
    number("device ", record.device);
    for (const std::string& modifier : record.meaning.modifiers) begin(modifier);
}

bool has_remarks(const NamedValue& record) {
    return record.function != Function::instantaneous || record.storage != 0 || record.tariff != 0 ||
           record.device != 0 || !record.meaning.modifiers.empty();
}

void put_records(const std::vector<NamedValue>& records, TextBuffer& out) {
    std::vector<std::string> values;
    std::size_t names = 0, widest = 0, number = 0;
    for (const NamedValue& record : records) {
        names = std::max(names, record.name.size());
        values.push_back(value_text(record));
        widest = std::max(widest, width(values.back()));
    }
    for (const NamedValue& record : records) {
        const std::string& value = values[number];
        out.append(number < 10 ? "  " : number < 100 ? " " : "");
        put_number(number++, out);
        out.append("  ");
        put_padded(record.name, names, out);
        out.append("  ");
        put_padded(value, has_remarks(record) ? widest : 0, out);
        put_remarks(record, out);
        out.append("\n");
    }
}

}  // namespace

void render_table(const AnswerReading& answer, TextBuffer& out) {
    const Reading& reading = answer.reading;
    if (!has_records(answer)) {
        if (reading.identity.id.empty())
            out.append(fmt::format("address {}: {}\n", answer.address, shown_notice(answer)));
        else
            put_texts(out, heading(answer), ": ", shown_notice(answer), "\n");
        if (!answer.data.empty()) put_texts(out, "     data: ", to_text(Value{answer.data}, Unit::none), "\n");
        return out.append("\n");
    }
    put_texts(out, heading(answer), "\n");
    if (reading.encryption) put_texts(out, "     ", describe(*reading.encryption), "\n");
    put_records(reading.values, out);
    if (reading.manufacturer_data && !reading.manufacturer_data->empty())
        put_texts(out, "     manufacturer data: ", to_text(Value{*reading.manufacturer_data}, Unit::none), "\n");
    if (reading.more_follow) out.append("     more records follow in the next telegram\n");
    out.append("\n");
}

}  // namespace otbench::bus
