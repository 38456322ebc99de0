#include "runner/steps/execution.hpp"

#include <algorithm>

#include "base/event_kinds.hpp"
#include "firmware_model/storage/device_config.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/mqtt_network.hpp"

namespace otbench::runner {

Nanoseconds Execution::deadline(const std::optional<Duration>& within) const {
    constexpr Nanoseconds tolerance = std::chrono::milliseconds{100};
    const bool outside = std::any_of(scenario.devices.begin(), scenario.devices.end(),
                                     [](const Device& device) { return device.is_outside(); });
    return std::min(bench.time() + within.value_or(scenario.default_within) + (outside ? tolerance : Nanoseconds{}),
                    Nanoseconds{scenario.time_limit});
}

bool Execution::is_outside(const std::string& name) const {
    return std::any_of(scenario.devices.begin(), scenario.devices.end(),
                       [&](const Device& device) { return device.name == name && device.is_outside(); });
}

const firmware::FirmwareOptions& Execution::firmware_options(const std::string& name) const {
    const auto found = std::find_if(scenario.devices.begin(), scenario.devices.end(),
                                    [&](const Device& device) { return device.name == name; });
    return found->firmware.options;
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

std::string fill_in(const Execution& run, const std::string& device, std::string text) {
    static constexpr std::string_view placeholder = "${chip_id}";
    const std::string chip_id = run.device(device).chip_id();
    for (auto at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder, at + chip_id.size()))
        text.replace(at, placeholder.size(), chip_id);
    return text;
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
