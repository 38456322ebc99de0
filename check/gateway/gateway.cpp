#include "check/gateway/gateway.hpp"

#include <fmt/format.h>

#include <sstream>

#include "base/config/regex.hpp"
#include "base/config/units.hpp"
#include "base/text.hpp"
#include "check/client/description.hpp"

namespace otbench::check {
namespace {

constexpr bool required = true, optional = false;
constexpr config::ValueType text_type{"text", "a text"};
constexpr config::ValueType pattern_type{"pattern", "a regular expression"};
constexpr config::ValueType words_type{"words", "a mapping of placeholders to texts"};
constexpr config::ValueType baud_type{"baud", "a whole number from 300 to 115200"};
constexpr config::Key gateway_keys[] = {
    {"start", text_type, optional, "The command that starts it; without one, it comes by itself."},
    {"baud", baud_type, optional, "The speed of its serial side; 2400 if not given."},
    {"topic", text_type, required, "The topic of its commands."},
    {"answers", text_type, required, "The topic filter of its answers."},
    {"boot", pattern_type, optional, "The answer that reports that it has started."},
    {"words", words_type, optional, "Placeholders of this description and their values."},
};
constexpr std::string_view gateway_endpoints[] = {"pty", "tcp"};
constexpr DescriptionForm gateway_form{"gateway", "a gateway", gateway_actions, gateway_endpoints, gateway_keys};

constexpr int lowest_baud = 300, highest_baud = 115200;

Checked<std::string> parse_pattern(std::string_view text) {
    const auto compiled = config::Regex::compile(text);
    if (!compiled) return compiled.error();
    return std::string{text};
}

void read_gateway_keys(const config::Mapping& mapping, Gateway& gateway) {
    mapping.read("start", gateway.start, any_text);
    mapping.read("topic", gateway.topic, any_text);
    mapping.read("answers", gateway.answers, any_text);
    mapping.read("boot", gateway.boot, parse_pattern);
    gateway.baud = mapping.whole("baud", int(gateway.baud), lowest_baud, highest_baud);
    if (mapping.find("words") != nullptr)
        for (const auto* entry : mapping.entries("words")) gateway.words[entry->key.text] = entry->value.text;
    for (const auto& [action, script] : gateway.commands)
        if (const auto lines = parse_script(script); !lines) mapping.complain("commands", lines.error().message);
}

}  // namespace

ReadDescription<Gateway> read_gateway(std::string_view text, const std::string& file) {
    return read_description<Gateway>(text, file, gateway_form, read_gateway_keys);
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
