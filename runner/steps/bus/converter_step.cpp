// Changes the converter of a running bus.
#include "runner/steps/bus/bus_step.hpp"
#include "runner/steps/bus/electrical_setup.hpp"

namespace otbench::runner {
namespace {

constexpr Key converter_keys[] = {
    {"converter", types::converter_change, required, "Changes the given parameters of the converter."},
    bus_key,
};
const MappingDescription converter_description{"converter-step", "a converter step", converter_keys};

struct ConverterStep : BusStep {
    ElectricalChange change;

    void perform(Execution& run, StepResult& /*result*/) const override { change_electrics(run, running(run), change); }
};

Step parse_converter(const Mapping& step, const Context& context) {
    auto action = std::make_shared<ConverterStep>();
    const Bus* bus = read_bus(step, "converter", context, *action);
    if (const auto* node = step.find("converter"); bus != nullptr && node != nullptr)
        action->change =
            parts::parse_electrical_change(Mapping{*node, keys::converter_change, context.diagnostics},
                                           circuit::ElectricalPart::converter, bus->electrics.converter.model, context);
    return {step.at(), "converter changes", action};
}

}  // namespace

const StepKind converter_step{converter_description, parse_converter};

}  // namespace otbench::runner
