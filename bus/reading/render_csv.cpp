#include "bus/reading/render_csv.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "bus/reading/shown_value.hpp"
#include "bus/reading/value_selector.hpp"

namespace otbench::bus {
namespace {

using Kind = AnswerReading::Kind;

/// A field, in quotes where it needs them.
std::string field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    return quoted += '"';
}

/// The columns that are the same in every line of an answer, with a comma at the end.
std::string common_fields(const AnswerReading& answer) {
    std::string line = fmt::format("{},", answer.address);
    if (answer.received > 0) line += fmt::format("{}", answer.received);
    const Identity& identity = answer.reading.identity;
    if (answer.kind == Kind::application_error) return line + ",,,,,,,";
    line += fmt::format(",{},", identity.id);
    if (answer.kind == Kind::variable)
        line += fmt::format("{},{}", field(identity.manufacturer), identity.version);
    else
        line += ",";
    return line + fmt::format(",{},{},{},", field(identity.medium), identity.access_number, identity.status);
}

}  // namespace

void render_csv(const AnswerReading& answer, TextBuffer& out) {
    const std::string common = common_fields(answer);
    if (answer.kind == Kind::application_error) {
        out.append(fmt::format("{},,,,,,,,,application error {}: {},\n", common, answer.application_error,
                               application_error_text(answer.application_error)));
        return;
    }
    std::size_t number = 0;
    for (const NamedValue& record : answer.reading.values) {
        const ShownValue value = shown(record.value);
        out.append(fmt::format("{}{},{},{},{},{},{},{},{},{},{},{}\n", common, number++, record.name,
                               fmt::join(record.meaning.modifiers, " "), name(record.function), record.storage,
                               record.tariff, record.device, field(value.number.empty() ? value.text : value.number),
                               field(shown_unit(record.meaning)), field(value.fault), hex_text(record.raw)));
    }
}

}  // namespace otbench::bus
