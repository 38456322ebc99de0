#include "bus/reading/render_influx.hpp"

#include <fmt/format.h>

#include "bus/reading/shown_value.hpp"
#include "bus/reading/value_selector.hpp"

namespace otbench::bus {
namespace {

/// The protocol has no way to write line ends and other control characters: blanks stand for them.
char printable(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
}

/// A tag value: commas, equals signs and blanks are escaped. A backslash is itself, except before one of those and at
/// the end, where it must be escaped as well.
std::string tag_value(std::string_view text) {
    constexpr std::string_view special = ",= ";
    std::string escaped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = printable(text[i]);
        const bool before_special =
            i + 1 == text.size() || special.find(printable(text[i + 1])) != std::string_view::npos;
        if (special.find(c) != std::string_view::npos || (c == '\\' && before_special)) escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string string_field(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += printable(c);
    }
    return quoted += '"';
}

void add_tag(std::string& line, std::string_view key, std::string_view value) {
    if (!value.empty()) line += fmt::format(",{}={}", key, tag_value(value));
}

std::string fields_of(const ShownValue& value) {
    if (!value.fault.empty()) return "fault=" + string_field(value.fault);
    if (!value.number.empty()) return "value=" + value.number;
    return "text=" + string_field(value.text);
}

/// With the blank before it; empty when the time is not known.
std::string timestamp_of(const AnswerReading& answer) {
    return answer.received > 0 ? fmt::format(" {}000000000", answer.received) : std::string{};
}

}  // namespace

void render_influx(const AnswerReading& answer, TextBuffer& out) {
    const std::string timestamp = timestamp_of(answer);
    if (answer.kind == AnswerReading::Kind::application_error) {
        out.append(fmt::format("mbus_error,address={} code={}i,text={}{}\n", answer.address, answer.application_error,
                               string_field(application_error_text(answer.application_error)), timestamp));
        return;
    }
    std::size_t number = 0;
    for (const NamedValue& record : answer.reading.values) {
        const std::size_t present = number++;
        if (std::holds_alternative<std::monostate>(record.value)) continue;
        std::string line = "mbus";
        add_tag(line, "id", answer.reading.identity.id);
        add_tag(line, "manufacturer", answer.reading.identity.manufacturer);
        add_tag(line, "medium", answer.reading.identity.medium);
        add_tag(line, "quantity", record.name);
        add_tag(line, "modifiers", fmt::format("{}", fmt::join(record.meaning.modifiers, "+")));
        add_tag(line, "function", name(record.function));
        line += fmt::format(",storage={},tariff={},device={}", record.storage, record.tariff, record.device);
        add_tag(line, "unit", shown_unit(record.meaning));
        out.append(fmt::format("{},record={} {}{}\n", line, present, fields_of(shown(record.value)), timestamp));
    }
}

}  // namespace otbench::bus
