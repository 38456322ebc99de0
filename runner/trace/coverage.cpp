#include "runner/trace/coverage.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <sstream>
#include <string_view>
#include <variant>
#include <vector>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "bus/message/answer.hpp"
#include "bus/record/vif.hpp"
#include "firmware_model/commands/commands.hpp"
#include "firmware_model/storage/quirks.hpp"
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
    {"events", &Coverage::events, true},      {"vifs", &Coverage::vifs, true},
    {"quirks", &Coverage::quirks, true},      {"services", &Coverage::services, false},
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

std::string vif_text(const char* prefix, unsigned code, const bus::VifEntry& entry) {
    return fmt::format("{}{:02X} {}", prefix, code, name(entry.quantity));
}

std::string vif_text(bus::VifCode vif) {
    constexpr const char* prefixes[] = {"", "FB ", "FD "};
    return vif_text(prefixes[std::size_t(vif.table)], vif.code, bus::vif_entry(vif));
}

constexpr const char* second_level = "FD 7D ";

/// All codes that have a meaning.
void add_known_vifs(Counts& vifs) {
    for (std::uint8_t code = 0; code < 0x80; ++code) {
        for (const auto table : {bus::VifTable::primary, bus::VifTable::extension_fb, bus::VifTable::extension_fd})
            if (bus::vif_entry({table, code}).quantity != bus::Quantity::reserved) vifs[vif_text({table, code})] = 0;
        const auto& entry = bus::second_level_entry(code);
        if (entry.quantity != bus::Quantity::reserved) vifs[vif_text(second_level, code, entry)] = 0;
    }
}

std::string vif_text(const bus::Record& record) {
    const bus::VifCode vif = record.vif_code();
    const auto behind = record.combinable_vife();
    const bool is_second_level =
        vif.table == bus::VifTable::extension_fd && vif.code == bus::vife_second_level && !behind.empty();
    if (!is_second_level) return vif_text(vif);
    const std::uint8_t code = behind[0] & 0x7F;
    return vif_text(second_level, code, bus::second_level_entry(code));
}

/// Counts the VIFs of an answer with variable data, "68 L L 68 C A CI … checksum 16".
void count_vifs(Counts& vifs, const std::string& hex) {
    constexpr std::size_t before_data = 7, behind_data = 2;
    const auto frame = parse_octets(hex);
    if (!frame || frame->size() < before_data + behind_data || frame->front() != 0x68) return;
    const OctetView octets{*frame};
    const auto answer =
        bus::parse_answer(octets[4], octets[6], octets.subspan(before_data, octets.size() - before_data - behind_data));
    const auto* telegram = answer ? std::get_if<bus::Telegram>(&*answer) : nullptr;
    if (telegram == nullptr || telegram->encryption()) return;
    auto records = telegram->records();
    for (auto record = records.next(); record && *record != nullptr; record = records.next())
        if ((*record)->kind == bus::Record::Kind::data) ++vifs[vif_text(**record)];
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
    add_known_vifs(coverage.vifs);
    for (const firmware::QuirkEntry& quirk : firmware::quirks())
        if (quirk.is_switchable()) coverage.quirks[fmt::format("Q{}", quirk.number())] = 0;
    for (const sim::EventKind& kind : sim::event_kinds()) coverage.events[std::string{kind.name}] = 0;
    return coverage;
}

void add_coverage(Coverage& coverage, const RecordedTrace& trace) {
    for (const RecordedEvent& event : trace.events) {
        ++coverage.events[event.kind];
        if (event.kind == event::command) count_command(coverage.commands, text_field(event, "payload"));
        if (event.kind == event::publish) count_error(coverage.errors, text_field(event, "payload"));
        if (event.kind == event::frame) ++coverage.services[text_field(event, "service")];
        if (event.kind == event::frame && text_field(event, "direction") == "answer")
            count_vifs(coverage.vifs, text_field(event, "hex"));
        if (event.kind == event::meter_setting) ++coverage.settings["meter " + text_field(event, "setting")];
        if (event.kind == event::link_setting) ++coverage.settings["link " + text_field(event, "setting")];
    }
}

void add_coverage(Coverage& coverage, const Summary& summary) {
    for (const RunResult& result : summary.results) {
        if (result.verdict != Verdict::expected_failure) continue;
        const auto quirk = coverage.quirks.find(result.error.substr(0, result.error.find(' ')));
        if (quirk != coverage.quirks.end()) ++quirk->second;
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
