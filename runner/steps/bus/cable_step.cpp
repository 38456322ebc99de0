// Changes the cable of a running bus.
#include "runner/steps/bus/bus_step.hpp"
#include "runner/steps/bus/electrical_setup.hpp"

namespace otbench::runner {
namespace {

constexpr Key cable_keys[] = {
    {"cable", types::cable_change, required, "Changes the given parameters of the cable."},
    bus_key,
};
const MappingDescription cable_description{"cable-step", "a cable step", cable_keys};

struct CableStep : BusStep {
    ElectricalChange change;

    void perform(Execution& run, StepResult& /*result*/) const override { change_electrics(run, running(run), change); }
};

Step parse_cable(const Mapping& step, const Context& context) {
    auto action = std::make_shared<CableStep>();
    const Bus* bus = read_bus(step, "cable", context, *action);
    if (const auto* node = step.find("cable"); bus != nullptr && node != nullptr)
        action->change =
            parts::parse_electrical_change(Mapping{*node, keys::cable_change, context.diagnostics},
                                           circuit::ElectricalPart::cable, bus->electrics.converter.model, context);
    return {step.at(), "cable changes", action};
}

}  // namespace

const StepKind cable_step{cable_description, parse_cable};

}  // namespace otbench::runner
