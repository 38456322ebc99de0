// Drives a pin from outside.
#include <fmt/core.h>

#include "base/event_kinds.hpp"
#include "firmware_model/otb_iot_device.hpp"
#include "runner/steps/device/pin_level.hpp"
#include "sim/device/device_under_test.hpp"

namespace otbench::runner {
namespace {

constexpr Key pin_keys[] = {
    {"pin", types::pin, required, "The pin to drive from outside the device."},
    {"level", types::level, required, "The level to drive: low or high."},
};
const MappingDescription pin_description{"pin-step", "a pin step", pin_keys};

struct PinStep : StepAction, PinLevel {
    void perform(Execution& run, StepResult& result) const override {
        if (run.is_out_of_reach("pin", pin.device, result)) return;
        const Nanoseconds at = run.bench.time();
        const Cause event =
            run.bench.log().record(at, event::pin_driven, run.step_event,
                                   {{"device", pin.device}, {"pin", pin.gpio}, {"level", level_name(level)}});
        run.device(pin.device).pins().set_external(pin.gpio, at, level, event);
    }
};

Step parse_pin(const Mapping& step, const Context& context) {
    auto pin = std::make_shared<PinStep>();
    pin->read(step, "pin", context);
    return {step.at(), titled("pin", fmt::format("{} {}", step.written("pin"), step.written("level"))), pin};
}

}  // namespace

const StepKind pin_step{pin_description, parse_pin};

}  // namespace otbench::runner
