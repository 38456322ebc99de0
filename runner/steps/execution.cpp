#include "runner/steps/execution.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/event_kinds.hpp"
#include "firmware_model/storage/device_config.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/mqtt_network.hpp"

namespace otbench::runner {

Nanoseconds Execution::deadline(const std::optional<Nanoseconds>& within) const {
    constexpr Nanoseconds tolerance = std::chrono::milliseconds{100};
    const bool outside = std::any_of(scenario.devices.begin(), scenario.devices.end(),
                                     [](const Device& device) { return device.is_outside(); });
    return std::min(bench.time() + within.value_or(scenario.default_within) + (outside ? tolerance : Nanoseconds{}),
                    Nanoseconds{scenario.time_limit});
}

bool Execution::is_out_of_reach(std::string_view part, const std::string& device, StepResult& result) const {
    const bool outside = std::any_of(scenario.devices.begin(), scenario.devices.end(),
                                     [&](const Device& each) { return each.name == device && each.is_outside(); });
    if (outside) result.notes.push_back(fmt::format("skipped: the {} of '{}' is outside the bench", part, device));
    return outside;
}

bool Execution::has_no_switch(const std::string& name, StepResult& result) const {
    const auto device = std::find_if(scenario.devices.begin(), scenario.devices.end(),
                                     [&](const Device& each) { return each.name == name; });
    const bool missing = device->place == FirmwarePlace::external && device->power_on.empty();
    if (missing) result.notes.push_back(fmt::format("skipped: '{}' has no 'power' that switches it off and on", name));
    return missing;
}

const firmware::FirmwareOptions& Execution::firmware_options(const std::string& name) const {
    const auto found = std::find_if(scenario.devices.begin(), scenario.devices.end(),
                                    [&](const Device& device) { return device.name == name; });
    return found->firmware.options;
}

Nanoseconds Execution::begin_of(const std::string& label) const {
    const auto found = begun.find(label);
    return found == begun.end() ? bench.time() : found->second;
}

void Execution::correct(Check& check, std::vector<Correction> corrections) const {
    if (!updates || check.passed || corrections.empty()) return;
    check.passed = true;
    for (Correction& each : corrections)
        if (each.file.empty()) each.file = each.at.file.empty() ? scenario.path : std::string{each.at.file};
    check.corrections = std::move(corrections);
}

void Execution::remember(const StepResult& result) {
    for (const Check& check : result.checks)
        if (check.measurement)
            seen[check.what] = fmt::format("{:.6g}{}{}", check.measurement->value,
                                           check.measurement->unit.empty() ? "" : " ", check.measurement->unit);
    if (!result.reading.empty()) last_reading.clear();
    for (const ReadingLine& line : result.reading) {
        seen[line.name] = line.value;
        last_reading.push_back(line.name);
    }
}

bool wait_for(Execution& run, const std::function<bool()>& condition, Nanoseconds deadline) {
    switch (run.bench.run_until(condition, deadline)) {
        case sim::RunEnd::reached: return true;
        case sim::RunEnd::stopped: throw RunStopped{Verdict::interrupted};
        case sim::RunEnd::deadline: break;
    }
    if (run.bench.time() >= run.scenario.time_limit) throw RunStopped{Verdict::time_limit};
    return false;
}

void let_time_run(Execution& run, Nanoseconds duration) {
    wait_for(
        run, [] { return false; }, std::min(run.bench.time() + duration, Nanoseconds{run.scenario.time_limit}));
}

std::string fill_in(const Execution& run, const std::string& device, const std::string& text,
                    std::string (*quote)(const std::string& value)) {
    constexpr std::string_view opening = "${";
    std::string filled;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = text.find(opening, at);
        const auto end = text.find('}', begin);
        if (begin == std::string::npos || end == std::string::npos) return filled + text.substr(at);
        filled += text.substr(at, begin - at);
        const std::string name = text.substr(begin + opening.size(), end - begin - opening.size());
        const auto variable = run.variables.find(name);
        const bool is_chip_id = name == "chip_id" && !device.empty();
        const bool is_known = is_chip_id || variable != run.variables.end();
        std::string value = text.substr(begin, end + 1 - begin);
        if (is_known) value = is_chip_id ? run.device(device).chip_id() : variable->second;
        filled += is_known && quote != nullptr ? quote(value) : value;
        at = end + 1;
    }
    return filled;
}

std::string quoted_for_regex(const std::string& text) {
    constexpr std::string_view special = "\\^$.|?*+()[]{}/";
    std::string result;
    for (const char c : text) {
        if (special.find(c) != std::string_view::npos) result += '\\';
        result += c;
    }
    return result;
}

void publish_command(Execution& run, const std::string& device, sim::MqttMessage message) {
    if (message.topic.empty()) message.topic = run.device(device).command_topic();
    const Cause event = run.bench.log().record(
        run.bench.time(), event::bench_publish, run.step_event,
        {{"topic", message.topic}, {"payload", message.payload}, {"qos", message.qos}, {"retain", message.retain}});
    run.bench.network().publish(message, event);
}

void publish_command(Execution& run, const std::string& device, const std::string& payload) {
    publish_command(run, device, sim::MqttMessage{{}, payload, 0, false});
}

}  // namespace otbench::runner
