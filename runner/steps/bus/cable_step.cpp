// Changes the cable of a running bus.
#include "runner/steps/bus/electrical_setup.hpp"
#include "runner/steps/step_support.hpp"

namespace otbench::runner {
namespace {

constexpr Key cable_keys[] = {
    {"cable", types::cable_change, required, "Changes the given parameters of the cable."},
};
const MappingDescription cable_description{"cable-step", "a cable step", cable_keys};

struct CableStep : StepAction {
    ElectricalChange change;

    void perform(Execution& run, StepResult& /*result*/) const override { change_electrics(run, change); }
};

Step parse_cable(const Mapping& step, const Context& context) {
    auto action = std::make_shared<CableStep>();
    if (!context.has_bus) {
        step.complain("cable", "this step needs a bus (expected 'bus' in the scenario)");
    } else if (const auto* node = step.find("cable")) {
        action->change = parts::parse_electrical_change(Mapping{*node, keys::cable_change, context.diagnostics},
                                                        ElectricalPart::cable, context.converter, context);
    }
    return {step.at(), "cable changes", action};
}

}  // namespace

const StepKind cable_step{cable_description, parse_cable};

}  // namespace otbench::runner
