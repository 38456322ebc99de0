#include "bus/reading/render_table.hpp"

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

void put_heading(const AnswerReading& answer, TextBuffer& out) {
    const Identity& identity = answer.reading.identity;
    out.append(identity.id);
    if (answer.kind != Kind::fixed && !identity.id.empty()) {
        if (!identity.manufacturer.empty()) put_texts(out, " ", identity.manufacturer);
        out.append(" version ");
        put_number(identity.version, out);
        if (!identity.product.empty()) put_texts(out, " (", identity.product, ")");
    }
    if (!identity.medium.empty()) put_texts(out, ", ", identity.medium);
    put_texts(out, identity.id.empty() && identity.medium.empty() ? "" : ", ", "address ");
    put_number(answer.address, out);
    out.append(", access number ");
    put_number(identity.access_number, out);
    out.append(", status ");
    put_octets({&identity.status, 1}, out);
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
    struct ShownText {
        std::string text;
        std::size_t width;
    };
    std::vector<ShownText> values;
    values.reserve(records.size());
    std::size_t names = 0, widest = 0, number = 0;
    for (const NamedValue& record : records) {
        names = std::max(names, record.name.size());
        std::string text = value_text(record);
        const std::size_t columns = width(text);
        values.push_back({std::move(text), columns});
        widest = std::max(widest, columns);
    }
    for (const NamedValue& record : records) {
        const auto& [value, columns] = values[number];
        {
            constexpr std::size_t own_text = 30;  // the number and blanks
            TextWriter line{out, own_text + names + value.size() + widest};
            line.blanks(number < 10 ? 2 : number < 100 ? 1 : 0);
            line.decimal(number++);
            line.blanks(2);
            line.text(record.name);
            line.blanks(names - record.name.size() + 2);
            line.text(value);
            if (has_remarks(record)) line.blanks(widest - columns);
        }
        put_remarks(record, out);
        out.append("\n");
    }
}

}  // namespace

void render_table(const AnswerReading& answer, TextBuffer& out) {
    const Reading& reading = answer.reading;
    if (!has_records(answer)) {
        if (reading.identity.id.empty()) {
            out.append("address ");
            put_number(answer.address, out);
        } else {
            put_heading(answer, out);
        }
        put_texts(out, ": ", shown_notice(answer), "\n");
        if (!answer.data.empty()) put_texts(out, "     data: ", to_text(Value{answer.data}, Unit::none), "\n");
        return out.append("\n");
    }
    put_heading(answer, out);
    out.append("\n");
    if (reading.encryption) put_texts(out, "     ", describe(*reading.encryption), "\n");
    put_records(reading.values, out);
    if (reading.manufacturer_data && !reading.manufacturer_data->empty())
        put_texts(out, "     manufacturer data: ", to_text(Value{*reading.manufacturer_data}, Unit::none), "\n");
    if (reading.more_follow) out.append("     more records follow in the next telegram\n");
    out.append("\n");
}

}  // namespace otbench::bus
