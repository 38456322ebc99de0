// Changes the converter of a running bus.
#include "runner/steps/bus/electrical_setup.hpp"
#include "runner/steps/step_support.hpp"

namespace otbench::runner {
namespace {

constexpr Key converter_keys[] = {
    {"converter", types::converter_change, required, "Changes the given parameters of the converter."},
};
const MappingDescription converter_description{"converter-step", "a converter step", converter_keys};

struct ConverterStep : StepAction {
    ElectricalChange change;

    void perform(Execution& run, StepResult& /*result*/) const override { change_electrics(run, change); }
};

Step parse_converter(const Mapping& step, const Context& context) {
    auto action = std::make_shared<ConverterStep>();
    if (!context.has_bus) {
        step.complain("converter", "this step needs a bus (expected 'bus' in the scenario)");
    } else if (const auto* node = step.find("converter")) {
        action->change = parts::parse_electrical_change(Mapping{*node, keys::converter_change, context.diagnostics},
                                                        ElectricalPart::converter, context.converter, context);
    }
    return {step.at(), "converter changes", action};
}

}  // namespace

const StepKind converter_step{converter_description, parse_converter};

}  // namespace otbench::runner
