// Plugs a temperature sensor on, unplugs it or changes its temperature.
#include <fmt/core.h>

#include <algorithm>

#include "base/event_kinds.hpp"
#include "firmware_model/otb_iot_device.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/device/device_under_test.hpp"

namespace otbench::runner {
namespace {

constexpr Key sensor_keys[] = {
    {"sensor", types::sensor_address, required, "The address of a DS18B20, which is connected if it was not."},
    {"temperature", types::sensor_temperature, required, "The new temperature, or unplugged."},
    device_key,
};
const MappingDescription sensor_description{"sensor-step", "a sensor step", sensor_keys};

struct SensorStep : StepAction {
    std::string target;
    firmware::Ds18b20 sensor;

    void perform(Execution& run, StepResult& result) const override {
        firmware::OtbIotDevice* model = run.device(target).model();
        if (model == nullptr) {
            result.notes.emplace_back("skipped: sensors exist on the model of otb-iot only");
            return;
        }
        run.bench.log().record(run.bench.time(), event::sensor_set, run.step_event,
                               {{"device", target},
                                {"sensor", sensor.address},
                                {"present", sensor.present},
                                {"celsius", sensor.temperature}});
        auto& sensors = model->parts().sensors;
        const auto known = std::find_if(sensors.begin(), sensors.end(),
                                        [&](const auto& other) { return other.address == sensor.address; });
        if (known == sensors.end()) {
            sensors.push_back(sensor);
        } else {
            *known = sensor;
        }
    }
};

Step parse_sensor(const Mapping& step, const Context& context) {
    auto change = std::make_shared<SensorStep>();
    step.read("sensor", change->sensor.address, parts::parse_sensor_address);
    change->sensor.present = step.written("temperature") != "unplugged";
    if (change->sensor.present) step.read("temperature", change->sensor.temperature, parts::parse_sensor_temperature);
    change->target = parts::device_of(step, context);
    return {step.at(), titled("sensor", fmt::format("{} {}", change->sensor.address, step.written("temperature"))),
            change};
}

}  // namespace

const StepKind sensor_step{sensor_description, parse_sensor};

}  // namespace otbench::runner
