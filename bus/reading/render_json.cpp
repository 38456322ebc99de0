#include "bus/reading/render_json.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "bus/reading/shown_value.hpp"
#include "bus/reading/value_selector.hpp"

namespace otbench::bus {
namespace {

using Kind = AnswerReading::Kind;

/// A JSON string of UTF-8 text.
std::string quoted(std::string_view text) {
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            (json += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20)
            json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            json += c;
    }
    return json += '"';
}

std::string quoted_or_null(std::string_view text) {
    return text.empty() ? std::string{"null"} : quoted(text);
}

template <class... Args>
void put(TextBuffer& out, fmt::format_string<Args...> format, Args&&... args) {
    fmt::memory_buffer text;
    fmt::format_to(std::back_inserter(text), format, std::forward<Args>(args)...);
    out.append({text.data(), text.size()});
}

void put_modifiers(const Meaning& meaning, TextBuffer& out) {
    out.append("\"modifiers\":[");
    for (std::size_t i = 0; i < meaning.modifiers.size(); ++i)
        put(out, "{}{}", i == 0 ? "" : ",", quoted(meaning.modifiers[i]));
    out.append("]");
}

void put_record(const NamedValue& record, TextBuffer& out) {
    put(out, R"({{"quantity":{},)", quoted(record.name));
    put_modifiers(record.meaning, out);
    const ShownValue value = shown(record.value);
    put(out, R"(,"function":"{}","storage":{},"tariff":{},"device":{},"type":"{}")", name(record.function),
        record.storage, record.tariff, record.device, value.type);
    const bool has_text = value.number.empty() && value.fault.empty() && value.type != "none";
    const std::string content = has_text ? quoted(value.text) : value.number.empty() ? "null" : value.number;
    put(out, R"(,"value":{},"unit":{},"fault":{},"raw":"{}"}})", content, quoted_or_null(shown_unit(record.meaning)),
        quoted_or_null(value.fault), hex_text(record.raw));
}

void put_identity(Kind kind, const Identity& identity, TextBuffer& out) {
    put(out, R"(,"id":{})", quoted(identity.id));
    if (kind == Kind::variable)
        put(out, R"(,"manufacturer":{},"version":{},"product":{})", quoted(identity.manufacturer), identity.version,
            quoted_or_null(identity.product));
    put(out, R"(,"medium":{},"medium_name":{},"access_number":{},"status":{})", identity.medium_code,
        quoted_or_null(identity.medium), identity.access_number, identity.status);
    if (kind == Kind::variable) put(out, R"(,"signature":{})", identity.signature);
}

}  // namespace

void render_json(const AnswerReading& answer, TextBuffer& out) {
    put(out, R"({{"kind":"{}","address":{})", name(answer.kind), answer.address);
    if (answer.received > 0) put(out, R"(,"received":{})", answer.received);
    if (answer.kind == Kind::application_error) {
        put(out, R"(,"error":{},"text":"{}"}})", answer.application_error,
            application_error_text(answer.application_error));
        return out.append("\n");
    }
    const Reading& reading = answer.reading;
    put_identity(answer.kind, reading.identity, out);
    put(out, R"(,"more_follow":{},"manufacturer_data":{},"records":[)", reading.more_follow,
        reading.manufacturer_data ? quoted(hex_text(*reading.manufacturer_data)) : "null");
    for (std::size_t i = 0; i < reading.values.size(); ++i) {
        if (i != 0) out.append(",");
        put_record(reading.values[i], out);
    }
    out.append("]}\n");
}

}  // namespace otbench::bus
