#include "bus/reading/render_csv.hpp"

#include "bus/reading/shown_value.hpp"
#include "bus/reading/value_selector.hpp"

namespace otbench::bus {
namespace {

using Kind = AnswerReading::Kind;

/// A field, in quotes where it needs them, and the comma behind it.
void put_field(std::string_view text, TextBuffer& out) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return put_texts(out, text, ",");
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

void put_field_octets(OctetView octets, std::string_view end, TextBuffer& out) {
    put_octets(octets, out);
    out.append(end);
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

void put_record(const NamedValue& record, TextBuffer& out) {
    put_texts(out, record.name, ",");
    put_joined(record.meaning.modifiers, " ", out);
    put_texts(out, ",", name(record.function), ",");
    put_field_number(record.storage, out);
    put_field_number(record.tariff, out);
    put_field_number(record.device, out);
    const ShownValue value = shown(record.value);
    put_field(value.content, out);
    put_field(shown_unit(record.meaning), out);
    put_field(value.fault, out);
    put_field_octets(record.octets.dib(), ",", out);
    put_field_octets(record.octets.vib(), ",", out);
    put_field_octets(record.octets.data(), "\n", out);
}

/// A line without a record, whose fault says why.
void put_notice(std::string_view common, std::string_view notice, OctetView octets, TextBuffer& out) {
    put_texts(out, common, ",,,,,,,,,");
    put_field(notice, out);
    out.append(",,");
    put_field_octets(octets, "\n", out);
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
