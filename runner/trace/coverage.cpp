#include "runner/trace/coverage.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <sstream>
#include <string_view>
#include <vector>

#include "base/event_kinds.hpp"
#include "firmware_model/commands/commands.hpp"
#include "sim/trace/event_kinds.hpp"

namespace otbench::runner {
namespace {

struct Part {
    const char* name;
    Counts Coverage::*counts;
    bool is_known;  ///< whether everything that there may be is listed
};
constexpr Part parts[] = {
    {"commands", &Coverage::commands, true},  {"errors", &Coverage::errors, true},
    {"events", &Coverage::events, true},      {"services", &Coverage::services, false},
    {"settings", &Coverage::settings, false},
};

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> pieces;
    std::istringstream stream{text};
    for (std::string piece; std::getline(stream, piece, separator);) pieces.push_back(piece);
    return pieces;
}

/// Whether one level of a path, "tx|tx_pin" or "<pin>", takes a text.
bool takes(const std::string& level, const std::string& text) {
    if (level.front() == '<') return !text.empty();
    const auto names = split(level, '|');
    return std::find(names.begin(), names.end(), text) != names.end();
}

/// The command with the longest path that a payload is for.
void count_command(Counts& commands, const std::string& payload) {
    auto best = commands.end();
    for (auto command = commands.begin(); command != commands.end(); ++command)
        if (is_command(payload, command->first) &&
            (best == commands.end() || split(command->first, '/').size() > split(best->first, '/').size()))
            best = command;
    if (best != commands.end()) ++best->second;
}

/// Counts the error that a reply tells; the table has "<…>" in place of values.
void count_error(Counts& errors, const std::string& payload) {
    constexpr std::string_view prefix = "error:";
    if (payload.compare(0, prefix.size(), prefix) != 0) return;
    const std::string reply = payload.substr(prefix.size());
    for (auto& [error, count] : errors) {
        const auto fixed = error.find('<');
        const bool is_it = fixed == std::string::npos ? reply == error : reply.compare(0, fixed, error, 0, fixed) == 0;
        if (is_it && fixed != 0) ++count;
    }
}

}  // namespace

bool is_command(const std::string& payload, const std::string& path) {
    const auto given = split(payload, '/'), levels = split(path, '/');
    return given.size() >= levels.size() && std::equal(levels.begin(), levels.end(), given.begin(), takes);
}

Coverage no_coverage() {
    Coverage coverage;
    for (const firmware::Command& command : firmware::command_table()) {
        if (command.handler == nullptr) continue;
        coverage.commands[std::string{command.path}] = 0;
        for (std::string& error : split(std::string{command.errors}, ','))
            coverage.errors[error.substr(std::min(error.find_first_not_of(' '), error.size()))] = 0;
    }
    for (const sim::EventKind& kind : sim::event_kinds()) coverage.events[std::string{kind.name}] = 0;
    return coverage;
}

void add_coverage(Coverage& coverage, const RecordedTrace& trace) {
    for (const RecordedEvent& event : trace.events) {
        ++coverage.events[event.kind];
        if (event.kind == event::command) count_command(coverage.commands, text_field(event, "payload"));
        if (event.kind == event::publish) count_error(coverage.errors, text_field(event, "payload"));
        if (event.kind == event::frame) ++coverage.services[text_field(event, "service")];
        if (event.kind == event::meter_setting) ++coverage.settings["meter " + text_field(event, "setting")];
        if (event.kind == event::link_setting) ++coverage.settings["link " + text_field(event, "setting")];
    }
}

std::string coverage_text(const Coverage& coverage) {
    std::string summary, lists;
    for (const Part& part : parts) {
        const Counts& counts = coverage.*part.counts;
        std::string listed;
        std::size_t touched = 0;
        for (const auto& [name, count] : counts) {
            if (count > 0) ++touched;
            if (part.is_known && count == 0) listed += fmt::format("  {}\n", name);
            if (!part.is_known && count > 0) listed += fmt::format("  {} {}\n", name, count);
        }
        summary += fmt::format("{:<10}{}{}\n", part.name, touched,
                               part.is_known ? fmt::format(" of {}", counts.size()) : std::string{});
        if (!listed.empty())
            lists += fmt::format("\n{}{}:\n{}", part.name, part.is_known ? " not touched" : "", listed);
    }
    return summary + lists;
}

std::string coverage_json(const Coverage& coverage) {
    nlohmann::ordered_json json;
    for (const Part& part : parts) json[part.name] = coverage.*part.counts;
    constexpr int indent = 2;
    return json.dump(indent, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace otbench::runner
