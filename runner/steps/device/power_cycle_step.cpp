// Takes a device's power away and gives it back.
#include "runner/steps/step_support.hpp"
#include "sim/device/device_under_test.hpp"

namespace otbench::runner {
namespace {

constexpr Key power_cycle_keys[] = {
    {"power-cycle", types::device_name, required, "The device to switch off and on again."},
};
const MappingDescription power_cycle_description{"power-cycle-step", "a power-cycle step", power_cycle_keys};

struct PowerCycleStep : StepAction {
    std::string target;

    void perform(Execution& run, StepResult& result) const override {
        if (run.has_no_switch(target, result)) return;
        run.device(target).power_on();
    }
};

Step parse_power_cycle(const Mapping& step, const Context& context) {
    auto cycle = std::make_shared<PowerCycleStep>();
    step.read("power-cycle", cycle->target,
              [&](std::string_view text) { return parts::check_device(text, context.devices); });
    return {step.at(), titled("power-cycle", cycle->target), cycle};
}

}  // namespace

const StepKind power_cycle_step{power_cycle_description, parse_power_cycle};

}  // namespace otbench::runner
