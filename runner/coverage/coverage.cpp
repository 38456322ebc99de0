#include "runner/coverage/coverage.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/event_kinds.hpp"
#include "bus/frame/frame.hpp"
#include "firmware_model/storage/quirks.hpp"
#include "meters/faults/faults.hpp"
#include "meters/line/link_faults.hpp"
#include "meters/meter_settings.hpp"
#include "runner/coverage/command_coverage.hpp"
#include "runner/coverage/vif_coverage.hpp"
#include "runner/steps/registry.hpp"
#include "sim/trace/event_kinds.hpp"

namespace otbench::runner {
namespace {

struct CoveragePart {
    const char* name;
    Counts Coverage::*counts;
};
constexpr CoveragePart all_parts[] = {
    {"commands", &Coverage::commands}, {"replies", &Coverage::replies},   {"errors", &Coverage::errors},
    {"events", &Coverage::events},     {"services", &Coverage::services}, {"settings", &Coverage::settings},
    {"faults", &Coverage::faults},     {"vifs", &Coverage::vifs},         {"quirks", &Coverage::quirks},
};

constexpr const char* meter_prefix = "meter ";
constexpr const char* serial_link_prefix = "serial link ";
constexpr const char* network_prefix = "network ";
constexpr const char* line_prefix = "line ";
constexpr const char* acknowledgement = "E5";
constexpr const char* own_value = "value";  ///< of a meter, whatever its name

/// Fields of the event `installation` that are "", 0 or false on a sound line.
constexpr const char* line_faults[] = {"shorted", "leak_siemens", "cut", "tx_floats", "disturbed"};

Counts known_services() {
    using bus::Service;
    Counts services{{acknowledgement, 0}};
    for (const Service service :
         {Service::SND_NKE, Service::SND_UD, Service::REQ_UD1, Service::REQ_UD2, Service::RSP_UD})
        services[bus::name_of(service)] = 0;
    return services;
}

Counts known_settings() {
    Counts settings;
    for (const std::string_view key : meters::setting_keys()) settings[std::string{meter_prefix}.append(key)] = 0;
    settings[std::string{meter_prefix} + own_value] = 0;
    return settings;
}

Counts known_faults() {
    Counts faults;
    const auto add = [&](const char* prefix, std::string_view name) { faults[std::string{prefix}.append(name)] = 0; };
    for (const meters::FaultEntry& fault : meters::fault_entries()) add(meter_prefix, fault.name);
    for (const meters::LinkFaultEntry& fault : meters::link_fault_entries()) add(serial_link_prefix, fault.name);
    for (const Key& key : mqtt_faults_step.nested.front()->keys) add(network_prefix, key.name);
    for (const char* field : line_faults) add(line_prefix, field);
    return faults;
}

/// A meter's fault, a setting that every meter has, or a value of its own.
void count_meter_setting(Coverage& coverage, const std::string& name) {
    if (const auto* fault = meters::find_fault(name)) {
        ++coverage.faults[std::string{meter_prefix}.append(fault->name)];
        return;
    }
    const auto keys = meters::setting_keys();
    const bool is_common = std::find(keys.begin(), keys.end(), name) != keys.end();
    ++coverage.settings[meter_prefix + (is_common ? name : own_value)];
}

void count_line_faults(Counts& faults, const RecordedEvent& installation) {
    for (const char* field : line_faults) {
        const auto value = installation.fields.find(field);
        if (value == installation.fields.end()) continue;
        const auto* text = value->get_ptr<const std::string*>();
        if (text != nullptr ? !text->empty() : *value != false && *value != 0)
            ++faults[line_prefix + std::string{field}];
    }
}

void count_publication(Coverage& coverage, const RecordedTrace& trace, const RecordedEvent& event) {
    const std::string payload = text_field(event, "payload");
    count_error(coverage.errors, payload);
    const RecordedEvent* cause = trace.find(event.cause);
    if (cause != nullptr && cause->kind == event::command)
        count_reply(coverage.replies, text_field(*cause, "payload"), payload);
}

void count_frame(Coverage& coverage, const RecordedEvent& event) {
    ++coverage.services[text_field(event, "service")];
    if (text_field(event, "direction") == "answer") count_vifs(coverage.vifs, text_field(event, "hex"));
}

}  // namespace

Coverage no_coverage() {
    Coverage coverage{known_commands(), known_replies(), known_errors(), {}, known_services(),
                      known_settings(), known_faults(),  known_vifs(),   {}};
    for (const firmware::QuirkEntry& quirk : firmware::quirks())
        if (quirk.is_switchable()) coverage.quirks[fmt::format("Q{}", quirk.number())] = 0;
    for (const sim::EventKind& kind : sim::event_kinds()) coverage.events[std::string{kind.name}] = 0;
    return coverage;
}

void add_coverage(Coverage& coverage, const RecordedTrace& trace) {
    for (const RecordedEvent& event : trace.events) {
        ++coverage.events[event.kind];
        const auto setting = [&] { return text_field(event, "setting"); };
        if (event.kind == event::command) count_command(coverage.commands, text_field(event, "payload"));
        if (event.kind == event::publish) count_publication(coverage, trace, event);
        if (event.kind == event::frame) count_frame(coverage, event);
        if (event.kind == event::installation) count_line_faults(coverage.faults, event);
        if (event.kind == event::meter_setting) count_meter_setting(coverage, setting());
        if (event.kind == event::link_setting) ++coverage.faults[serial_link_prefix + setting()];
        if (event.kind == event::network_setting) ++coverage.faults[network_prefix + setting()];
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
    for (const CoveragePart& part : all_parts) {
        const Counts& counts = coverage.*part.counts;
        std::string missing;
        for (const auto& [name, count] : counts)
            if (count == 0) missing += fmt::format("  {}\n", name);
        const auto lines = std::size_t(std::count(missing.begin(), missing.end(), '\n'));
        summary += fmt::format("{:<10}{} of {}\n", part.name, counts.size() - lines, counts.size());
        if (lines > 0) lists += fmt::format("\n{} not touched:\n{}", part.name, missing);
    }
    return summary + lists;
}

std::string coverage_json(const Coverage& coverage) {
    nlohmann::ordered_json json;
    for (const CoveragePart& part : all_parts) json[part.name] = coverage.*part.counts;
    constexpr int indent = 2;
    return json.dump(indent, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace otbench::runner
