#include "bus/reading/render_csv.hpp"

#include <algorithm>
#include <utility>

#include "bus/reading/shown_value.hpp"
#include "bus/reading/value_selector.hpp"

namespace otbench::bus {
namespace {

using Kind = AnswerReading::Kind;

bool needs_quotes(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; });
}

/// A field, in quotes where it needs them, and the comma behind it.
void put_field(std::string_view text, TextBuffer& out) {
    if (!needs_quotes(text)) return put_texts(out, text, ",");
    out.append("\"");
    for (const char c : text) {
        if (c == '"') out.append("\"");
        out.append({&c, 1});
    }
    out.append("\",");
}

template <class Integer>
void put_field_number(Integer number, TextBuffer& out) {
    put_number(number, out);
    out.append(",");
}

/// Appends the columns that are the same in every line of an answer, with a comma at the end.
void put_common_fields(const AnswerReading& answer, TextBuffer& out) {
    put_field_number(answer.address, out);
    if (answer.received > 0) put_number(answer.received, out);
    const Identity& identity = answer.reading.identity;
    if (!has_records(answer) && identity.id.empty()) return out.append(",,,,,,,");
    put_texts(out, ",", identity.id, ",");
    put_field(identity.manufacturer, out);
    if (answer.kind != Kind::fixed) put_number(identity.version, out);
    out.append(",");
    put_field(identity.medium, out);
    put_field_number(identity.access_number, out);
    put_field_number(identity.status, out);
}

/// The columns that say which value it is, with a comma at the end.
void put_subject(const NamedValue& record, TextBuffer& out) {
    constexpr std::size_t own_text = 90;  // three numbers, a word and commas
    std::size_t room = own_text + record.name.size();
    for (const std::string& modifier : record.meaning.modifiers) room += modifier.size() + 1;
    TextWriter text{out, room};
    text.text(record.name);
    std::string_view before = ",";
    for (const std::string& modifier : record.meaning.modifiers) {
        text.text(std::exchange(before, " "));
        text.text(modifier);
    }
    if (record.meaning.modifiers.empty()) text.octet(',');
    text.octet(',');
    text.text(name(record.function));
    text.octet(',');
    text.decimal(record.storage);
    text.octet(',');
    text.decimal(record.tariff);
    text.octet(',');
    text.decimal(record.device);
    text.octet(',');
}

void put_evidence(const RecordOctets& octets, TextBuffer& out) {
    TextWriter text{out, 3 + 2 * (octets.dib().size() + octets.vib().size() + octets.data().size())};
    put_octets(octets.dib(), text);
    text.octet(',');
    put_octets(octets.vib(), text);
    text.octet(',');
    put_octets(octets.data(), text);
    text.octet('\n');
}

void put_record(const NamedValue& record, TextBuffer& out) {
    put_subject(record, out);
    const ShownValue value = shown(record.value);
    if (value.is_number())
        put_texts(out, value.content, ",");
    else
        put_field(value.content, out);
    put_field(shown_unit(record.meaning), out);
    put_field(value.fault, out);
    put_evidence(record.octets, out);
}

/// A line without a record; its fault gives the reason.
void put_notice(std::string_view common, std::string_view notice, OctetView octets, TextBuffer& out) {
    put_texts(out, common, ",,,,,,,,,");
    put_field(notice, out);
    out.append(",,");
    put_octets(octets, out);
    out.append("\n");
}

}  // namespace

void render_csv(const AnswerReading& answer, TextBuffer& out) {
    TextBuffer common;
    put_common_fields(answer, common);
    if (!has_records(answer)) return put_notice(common.view(), shown_notice(answer), answer.data, out);
    const Reading& reading = answer.reading;
    if (reading.encryption && !reading.encryption->is_plain)
        put_notice(common.view(), describe(*reading.encryption), reading.encrypted, out);
    std::size_t number = 0;
    for (const NamedValue& record : reading.values) {
        out.append(common.view());
        put_field_number(number++, out);
        put_record(record, out);
    }
}

}  // namespace otbench::bus
