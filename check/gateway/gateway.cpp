#include "check/gateway/gateway.hpp"

#include <fmt/format.h>

#include <sstream>

#include "base/config/units.hpp"
#include "base/text.hpp"
#include "check/client/description.hpp"

namespace otbench::check {
namespace {

constexpr bool required = true, optional = false;
constexpr config::ValueType text_type{"text", "a text"};
constexpr config::ValueType endpoint_type{"endpoint", "pty or tcp"};
constexpr config::ValueType pattern_type{"pattern", "a regular expression"};
constexpr config::ValueType scripts_type{"scripts", "a mapping of actions to scripts"};
constexpr config::ValueType words_type{"words", "a mapping of placeholders to texts"};
constexpr config::ValueType baud_type{"baud", "a whole number from 300 to 115200"};
constexpr config::ValueType values_type{"expectation", "an expectation such as json:/data"};
constexpr config::Key gateway_keys[] = {
    {"about", text_type, optional, "Where the gateway comes from."},
    {"start", text_type, optional, "The command that starts it; without one, it comes by itself."},
    {"endpoint", endpoint_type, required, "The kind of its serial side."},
    {"baud", baud_type, optional, "The speed of its serial side; 2400 if not given."},
    {"topic", text_type, required, "The topic of its commands."},
    {"answers", text_type, required, "The topic filter of its answers."},
    {"expect", values_type, required, "Where the values are in its answers."},
    {"boot", pattern_type, optional, "The answer that reports that it has started."},
    {"words", words_type, optional, "Placeholders of this description and their values."},
    {"commands", scripts_type, required, "The messages of each action."},
};
constexpr config::MappingDescription gateway_description{"gateway", "a gateway", gateway_keys};

constexpr int lowest_baud = 300, highest_baud = 115200;

Checked<std::string> parse_serial_side(std::string_view text) {
    if (text == "pty" || text == "tcp") return std::string{text};
    return InputError{fmt::format("invalid endpoint '{}' (expected pty or tcp)", text)};
}

Checked<std::string> parse_pattern(std::string_view text) {
    const auto made = parse_expectation("regex:" + std::string{text});
    return made ? Checked<std::string>{std::string{text}} : Checked<std::string>{made.error()};
}

}  // namespace

boost::system::result<Gateway, std::vector<config::Diagnostic>> read_gateway(std::string_view text,
                                                                             const std::string& file) {
    config::Diagnostics errors{file};
    Gateway gateway;
    if (const auto root = config::read_yaml(text, "a gateway", errors)) {
        const config::Mapping mapping{*root, gateway_description, errors};
        read_common_keys(mapping, gateway_actions, gateway, errors);
        mapping.read("start", gateway.start, any_text);
        mapping.read("endpoint", gateway.endpoint, parse_serial_side);
        mapping.read("topic", gateway.topic, any_text);
        mapping.read("answers", gateway.answers, any_text);
        mapping.read("boot", gateway.boot, parse_pattern);
        gateway.baud = mapping.whole("baud", int(gateway.baud), lowest_baud, highest_baud);
        if (mapping.find("words") != nullptr)
            for (const auto* entry : mapping.entries("words")) gateway.words[entry->key.text] = entry->value.text;
        for (const auto& [action, script] : gateway.commands)
            if (const auto lines = parse_script(script); !lines) mapping.complain("commands", lines.error().message);
    }
    if (!errors.empty()) return errors.take_all();
    return gateway;
}

Checked<std::vector<ScriptLine>> parse_script(std::string_view text) {
    constexpr std::string_view pause = "pause ";
    std::vector<ScriptLine> lines;
    std::istringstream stream{std::string{text}};
    for (std::string written; std::getline(stream, written);) {
        const std::string_view line = trimmed(written);
        if (line.substr(0, pause.size()) != pause) {
            if (!line.empty()) lines.emplace_back(std::string{line});
            continue;
        }
        const auto duration = config::parse_duration(line.substr(pause.size()));
        if (!duration) return duration.error();
        lines.emplace_back(*duration);
    }
    return lines;
}

}  // namespace otbench::check
