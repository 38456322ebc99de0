#include "bus/reading/render_influx.hpp"

#include "bus/reading/shown_value.hpp"
#include "bus/reading/value_selector.hpp"

namespace otbench::bus {
namespace {

/// The protocol has no way to write line ends and other control characters: blanks stand for them.
char printable(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
}

bool is_special(char c) {
    return c == ',' || c == '=' || c == ' ';
}

/// Whether a tag value needs another form than its own.
bool needs_tag_escape(char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == ',' || c == '=' || c == '\\' || c == 0x7F;
}

/// A tag value: commas, equals signs and blanks are escaped. A backslash is itself, except before one of those and at
/// the end, where it must be escaped as well.
void put_tag_value(std::string_view text, TextBuffer& out) {
    for (std::size_t i = 0; i < text.size();) {
        std::size_t plain = i;
        while (plain < text.size() && !needs_tag_escape(text[plain])) ++plain;
        out.append(text.substr(i, plain - i));
        if ((i = plain) == text.size()) return;
        const char c = printable(text[i]);
        const bool before_special = i + 1 == text.size() || is_special(printable(text[i + 1]));
        if (is_special(c) || (c == '\\' && before_special)) out.append("\\");
        out.append({&c, 1});
        ++i;
    }
}

void put_string_field(std::string_view text, TextBuffer& out) {
    out.append("\"");
    for (const char c : text) {
        if (c == '"' || c == '\\') out.append("\\");
        const char shown = printable(c);
        out.append({&shown, 1});
    }
    out.append("\"");
}

/// `head` is ",key=".
void put_tag(std::string_view head, std::string_view value, TextBuffer& out) {
    if (value.empty()) return;
    out.append(head);
    put_tag_value(value, out);
}

template <class Integer>
void put_number_tag(std::string_view head, Integer number, TextBuffer& out) {
    out.append(head);
    put_number(number, out);
}

void put_field(const ShownValue& value, TextBuffer& out) {
    if (value.is_number()) return put_texts(out, " value=", value.content);
    out.append(value.fault.empty() ? " text=" : " fault=");
    put_string_field(value.fault.empty() ? std::string_view{value.content} : value.fault, out);
}

/// Ends a line, with the time stamp when the time is known.
void put_end(const AnswerReading& answer, TextBuffer& out) {
    if (answer.received > 0) {
        put_number_tag(" ", answer.received, out);
        out.append("000000000");
    }
    out.append("\n");
}

/// The tags of the meter, which are the same in every line of an answer.
void put_meter_tags(const Identity& identity, TextBuffer& out) {
    put_tag(",id=", identity.id, out);
    put_tag(",manufacturer=", identity.manufacturer, out);
    put_tag(",medium=", identity.medium, out);
}

void put_record(const NamedValue& record, std::size_t number, TextBuffer& out) {
    put_tag(",quantity=", record.name, out);
    if (!record.meaning.modifiers.empty()) {
        out.append(",modifiers=");
        put_joined(record.meaning.modifiers, "+", out);
    }
    put_texts(out, ",function=", name(record.function));
    put_number_tag(",storage=", record.storage, out);
    put_number_tag(",tariff=", record.tariff, out);
    put_number_tag(",device=", record.device, out);
    put_tag(",unit=", shown_unit(record.meaning), out);
    put_number_tag(",record=", number, out);
    put_field(shown(record.value), out);
}

/// An answer without records.
void put_notice(const AnswerReading& answer, TextBuffer& out) {
    const bool error = answer.kind == AnswerReading::Kind::application_error;
    put_number_tag(error ? "mbus_error,address=" : "mbus_notice,address=", answer.address, out);
    put_meter_tags(answer.reading.identity, out);
    if (error)
        put_number_tag(" code=", answer.application_error, out);
    else
        put_number_tag(" code=", answer.kind == AnswerReading::Kind::alarm ? answer.alarm : answer.ci, out);
    out.append("i,text=");
    if (error)
        put_string_field(application_error_text(answer.application_error), out);
    else
        put_string_field(shown_notice(answer), out);
    put_end(answer, out);
}

}  // namespace

void render_influx(const AnswerReading& answer, TextBuffer& out) {
    if (!has_records(answer)) return put_notice(answer, out);
    const Reading& reading = answer.reading;
    TextBuffer meter;
    meter.append("mbus");
    put_meter_tags(reading.identity, meter);
    if (reading.encryption && !reading.encryption->is_plain) {
        put_texts(out, meter.view(), " fault=");
        put_string_field(describe(*reading.encryption), out);
        put_end(answer, out);
    }
    std::size_t number = 0;
    for (const NamedValue& record : reading.values) {
        const std::size_t present = number++;
        if (std::holds_alternative<std::monostate>(record.value)) continue;
        out.append(meter.view());
        put_record(record, present, out);
        put_end(answer, out);
    }
}

}  // namespace otbench::bus
