#include "bus/reading/render_influx.hpp"

#include <utility>

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
/// the end, where it must be escaped as well. Needs room for two octets a character.
void put_tag_value(std::string_view text, TextWriter& out) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!needs_tag_escape(text[i])) {
            out.octet(text[i]);
            continue;
        }
        const char c = printable(text[i]);
        const bool before_special = i + 1 == text.size() || is_special(printable(text[i + 1]));
        if (is_special(c) || (c == '\\' && before_special)) out.octet('\\');
        out.octet(c);
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
    TextWriter tag{out, head.size() + 2 * value.size()};
    tag.text(head);
    put_tag_value(value, tag);
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

/// The tags that say which value it is, behind those of the meter. Names and symbols need no escapes.
void put_subject(std::string_view meter, const NamedValue& record, std::size_t number, TextBuffer& out) {
    constexpr std::size_t own_text = 200;  // keys, four numbers, a word and a symbol
    const Meaning& meaning = record.meaning;
    std::size_t room = own_text + meter.size() + record.name.size() + 2 * (2 * meaning.unit_text.size());
    for (const std::string& modifier : meaning.modifiers) room += modifier.size() + 1;
    TextWriter tags{out, room};
    tags.text(meter);
    tags.literal(",quantity=");
    tags.text(record.name);
    std::string_view before = ",modifiers=";
    for (const std::string& modifier : meaning.modifiers) {
        tags.text(std::exchange(before, "+"));
        tags.text(modifier);
    }
    tags.literal(",function=");
    tags.text(name(record.function));
    tags.literal(",storage=");
    tags.decimal(record.storage);
    tags.literal(",tariff=");
    tags.decimal(record.tariff);
    tags.literal(",device=");
    tags.decimal(record.device);
    if (meaning.unit != Unit::none) {
        tags.literal(",unit=");
        tags.text(symbol(meaning.unit));
    } else if (!meaning.unit_text.empty()) {
        tags.literal(",unit=");
        put_tag_value(utf8(meaning.unit_text), tags);
    }
    tags.literal(",record=");
    tags.decimal(number);
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
        put_subject(meter.view(), record, present, out);
        put_field(shown(record.value), out);
        put_end(answer, out);
    }
}

}  // namespace otbench::bus
