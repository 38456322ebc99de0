// Checks the level that the chip reads at a pin.
#include <fmt/core.h>

#include "firmware_model/otb_iot_device.hpp"
#include "runner/steps/device/pin_level.hpp"
#include "sim/device/device_under_test.hpp"

namespace otbench::runner {
namespace {

constexpr Key expect_pin_keys[] = {
    {"expect-pin", types::pin, required, "The pin to check."},
    {"level", types::level, required, "The expected level: low or high."},
};
const MappingDescription expect_pin_description{"expect-pin-step", "an expect-pin step", expect_pin_keys};

struct ExpectPinStep : StepAction, PinLevel {
    void perform(Execution& run, StepResult& result) const override {
        if (run.is_out_of_reach("pin", pin.device, result)) return;
        const bool got = run.device(pin.device).pins().read(pin.gpio);
        result.checks.push_back({got == level, fmt::format("{}.gpio{}", pin.device, pin.gpio), level_name(level),
                                 level_name(got), run.bench.time()});
    }
};

Step parse_expect_pin(const Mapping& step, const Context& context) {
    auto pin = std::make_shared<ExpectPinStep>();
    pin->read(step, "expect-pin", context);
    return {step.at(), titled("expect pin", fmt::format("{} {}", step.written("expect-pin"), step.written("level"))),
            pin};
}

}  // namespace

const StepKind expect_pin_step{expect_pin_description, parse_expect_pin};

}  // namespace otbench::runner
