#include "bus/reading/render_json.hpp"

#include <fmt/core.h>

#include <utility>

#include "bus/message/medium.hpp"
#include "bus/reading/shown_value.hpp"
#include "bus/reading/value_selector.hpp"
#include "bus/record/manufacturer.hpp"

namespace otbench::bus {
namespace {

using Kind = AnswerReading::Kind;

bool needs_json_escape(char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

/// A JSON string of UTF-8 text.
void put_string(std::string_view text, TextBuffer& out) {
    out.append("\"");
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && !needs_json_escape(text[plain])) ++plain;
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        const char c = text.front();
        text.remove_prefix(1);
        if (c == '"' || c == '\\')
            put_texts(out, "\\", std::string_view{&c, 1});
        else
            out.append(fmt::format("\\u{:04x}", static_cast<unsigned>(c)));
    }
    out.append("\"");
}

void put_string_or_null(std::string_view text, TextBuffer& out) {
    if (text.empty()) return out.append("null");
    put_string(text, out);
}

/// `head`, which ends before the number, and the number.
template <class Integer>
void put_member(std::string_view head, Integer number, TextBuffer& out) {
    out.append(head);
    put_number(number, out);
}

void put_hex(OctetView octets, TextBuffer& out) {
    out.append("\"");
    put_octets(octets, out);
    out.append("\"");
}

void put_device(const Identification& device, TextBuffer& out) {
    out.append(fmt::format(R"({{"id":"{:08X}","manufacturer":)", device.id));
    put_string_or_null(manufacturer_name(device.manufacturer), out);
    put_member(R"(,"version":)", device.version, out);
    put_member(R"(,"medium":)", device.medium, out);
    out.append(R"(,"medium_name":)");
    put_string_or_null(medium_text(device.medium), out);
    out.append("}");
}

void put_value(const NamedValue& record, const ShownValue& value, TextBuffer& out) {
    if (const auto* device = std::get_if<Identification>(&record.value)) return put_device(*device, out);
    if (value.type == "none" || value.type == "fault") return out.append("null");
    if (value.is_number() && !is_beyond_doubles(record.value)) return out.append(value.content);
    put_string(value.content, out);
}

void put_unit(const Meaning& meaning, TextBuffer& out) {
    if (meaning.unit == Unit::none) return put_string_or_null(utf8(meaning.unit_text), out);
    put_texts(out, "\"", symbol(meaning.unit), "\"");
}

/// What stands before the value of a record.
void put_subject(const NamedValue& record, std::string_view type, TextBuffer& out) {
    constexpr std::size_t own_text = 200;  // keys, three numbers and two words
    std::size_t room = own_text + record.name.size();
    for (const std::string& modifier : record.meaning.modifiers) room += modifier.size() + 3;
    TextWriter text{out, room};
    text.literal(R"({"quantity":")");
    text.text(record.name);
    text.literal(R"(","modifiers":[)");
    std::string_view before = "\"";
    for (const std::string& modifier : record.meaning.modifiers) {
        text.text(std::exchange(before, ",\""));
        text.text(modifier);
        text.octet('"');
    }
    text.literal(R"(],"function":")");
    text.text(name(record.function));
    text.literal(R"(","storage":)");
    text.decimal(record.storage);
    text.literal(R"(,"tariff":)");
    text.decimal(record.tariff);
    text.literal(R"(,"device":)");
    text.decimal(record.device);
    text.literal(R"(,"type":")");
    text.text(type);
    text.literal(R"(","value":)");
}

/// What stands behind its unit.
void put_evidence(std::string_view fault, const RecordOctets& octets, TextBuffer& out) {
    constexpr std::size_t own_text = 50;
    TextWriter text{out,
                    own_text + fault.size() + 2 * (octets.dib().size() + octets.vib().size() + octets.data().size())};
    text.literal(R"(,"fault":)");
    if (fault.empty()) {
        text.literal("null");
    } else {
        text.octet('"');
        text.text(fault);
        text.octet('"');
    }
    text.literal(R"(,"dib":")");
    put_octets(octets.dib(), text);
    text.literal(R"(","vib":")");
    put_octets(octets.vib(), text);
    text.literal(R"(","raw":")");
    put_octets(octets.data(), text);
    text.literal("\"}");
}

void put_json_record(const NamedValue& record, TextBuffer& out) {
    const ShownValue value = shown(record.value);
    put_subject(record, value.type, out);
    put_value(record, value, out);
    out.append(R"(,"unit":)");
    put_unit(record.meaning, out);
    put_evidence(value.fault, record.octets, out);
}

void put_identity(Kind kind, const Identity& identity, TextBuffer& out) {
    out.append(R"(,"id":)");
    put_string_or_null(identity.id, out);
    if (kind != Kind::fixed) {
        out.append(R"(,"manufacturer":)");
        put_string_or_null(identity.manufacturer, out);
        put_member(R"(,"manufacturer_code":)", identity.manufacturer_code, out);
        put_member(R"(,"version":)", identity.version, out);
        out.append(R"(,"product":)");
        put_string_or_null(identity.product, out);
    }
    put_member(R"(,"medium":)", identity.medium_code, out);
    out.append(R"(,"medium_name":)");
    put_string_or_null(identity.medium, out);
    put_member(R"(,"access_number":)", identity.access_number, out);
    put_member(R"(,"status":)", identity.status, out);
    if (kind != Kind::fixed) put_member(R"(,"signature":)", identity.signature, out);
}

void put_encryption(const Reading& reading, TextBuffer& out) {
    if (!reading.encryption) return;
    put_member(R"(,"encryption":{"mode":)", reading.encryption->mode, out);
    put_member(R"(,"blocks":)", reading.encryption->blocks, out);
    put_texts(out, R"(,"decrypted":)", reading.encryption->is_plain ? "true" : "false", R"(,"text":")",
              describe(*reading.encryption), R"(","data":)");
    put_hex(reading.encrypted, out);
    out.append("}");
}

void put_reading(const AnswerReading& answer, TextBuffer& out) {
    const Reading& reading = answer.reading;
    put_identity(answer.kind, reading.identity, out);
    put_encryption(reading, out);
    put_texts(out, R"(,"more_follow":)", reading.more_follow ? "true" : "false", R"(,"manufacturer_data":)");
    if (reading.manufacturer_data)
        put_hex(*reading.manufacturer_data, out);
    else
        out.append("null");
    out.append(R"(,"records":[)");
    for (std::size_t i = 0; i < reading.values.size(); ++i) {
        if (i != 0) out.append(",");
        put_json_record(reading.values[i], out);
    }
    out.append("]");
}

/// The contents of an answer without records.
void put_json_notice(const AnswerReading& answer, TextBuffer& out) {
    if (!answer.reading.identity.id.empty()) put_identity(answer.kind, answer.reading.identity, out);
    if (answer.kind == Kind::application_error) {
        put_member(R"(,"error":)", answer.application_error, out);
        return put_texts(out, R"(,"text":")", application_error_text(answer.application_error), "\"");
    }
    if (answer.kind == Kind::alarm) put_member(R"(,"alarm":)", answer.alarm, out);
    put_member(R"(,"ci":)", answer.ci, out);
    put_texts(out, R"(,"text":")", answer.what, "\"");
    if (answer.kind == Kind::alarm) return;
    out.append(R"(,"data":)");
    put_hex(answer.data, out);
}

}  // namespace

void render_json(const AnswerReading& answer, TextBuffer& out) {
    put_texts(out, R"({"kind":")", name(answer.kind));
    put_member(R"(","address":)", answer.address, out);
    if (answer.received > 0) put_member(R"(,"received":)", answer.received, out);
    if (has_records(answer))
        put_reading(answer, out);
    else
        put_json_notice(answer, out);
    out.append("}\n");
}

}  // namespace otbench::bus
