// The steps that do something to devices and their network: link, power-cycle, pin, expect-pin and sensor.

#include <algorithm>

#include "firmware_model/otb_iot_device.hpp"
#include "runner/steps/execution.hpp"

namespace otbench::runner {
namespace {

/// The pins of a scenario's device; a real device's are out of the bench's reach, and no scenario gets here with one.
firmware::PinBank& pins_of(const Execution& run, const Pin& pin) {
    return run.device(pin.device).model()->pins();
}

const char* level_name(bool level) {
    return level ? "high" : "low";
}

}  // namespace

void perform(Execution& run, const LinkStep& step, StepResult&) {
    using What = LinkStep::What;
    sim::MqttNetwork& network = run.bench.network();
    switch (step.what) {
        case What::wifi_down: return network.set_wifi(false);
        case What::wifi_up: return network.set_wifi(true);
        case What::broker_down: return network.set_broker(false);
        case What::broker_up: return network.set_broker(true);
        case What::closed: return network.end_connections(sim::CloseKind::orderly);
        case What::reset: return network.end_connections(sim::CloseKind::reset);
    }
}

void perform(Execution& run, const PowerCycleStep& step, StepResult&) {
    run.device(step.device).power_on();
}

void perform(Execution& run, const PinStep& step, StepResult&) {
    const Nanoseconds at = run.bench.time();
    const Cause event = run.bench.log().record(
        at, "pin_driven", run.step_event,
        {{"device", step.pin.device}, {"pin", step.pin.gpio}, {"level", level_name(step.level)}});
    pins_of(run, step.pin).set_external(step.pin.gpio, at, step.level, event);
}

void perform(Execution& run, const SensorStep& step, StepResult&) {
    run.bench.log().record(run.bench.time(), "sensor_set", run.step_event,
                           {{"device", step.device},
                            {"sensor", step.sensor.address},
                            {"present", step.sensor.present},
                            {"celsius", step.sensor.temperature}});
    auto& sensors = run.device(step.device).model()->parts().sensors;
    const auto known = std::find_if(sensors.begin(), sensors.end(),
                                    [&](const auto& sensor) { return sensor.address == step.sensor.address; });
    if (known == sensors.end()) {
        sensors.push_back(step.sensor);
    } else {
        *known = step.sensor;
    }
}

void perform(Execution& run, const ExpectPinStep& step, StepResult& result) {
    const bool level = pins_of(run, step.pin).read(step.pin.gpio);
    Check check;
    check.what = step.pin.device + ".gpio" + std::to_string(step.pin.gpio);
    check.expected = level_name(step.level);
    check.got = level_name(level);
    check.passed = level == step.level;
    check.at = run.bench.time();
    result.checks.push_back(std::move(check));
}

}  // namespace otbench::runner
