// Changes the faults of the serial line to the converter.
#include "base/event_kinds.hpp"
#include "meters/line/link_faults.hpp"
#include "runner/steps/bus/bus_step.hpp"
#include "sim/serial_link.hpp"

namespace otbench::runner {
namespace {

constexpr Key serial_link_keys[] = {
    {"serial-link", types::link_faults, required, "Changes the faults of the serial line to the converter."},
    bus_key,
};
const MappingDescription serial_link_description{"serial-link-step", "a serial-link step", serial_link_keys};

struct SerialLinkStep : BusStep {
    std::map<std::string, std::string> settings;  ///< see `meters::set_link_fault`

    void perform(Execution& run, StepResult& /*result*/) const override {
        sim::SerialLink& link = *running(run).serial_link;
        meters::LinkFaults faults = link.faults();
        for (const auto& [name, text] : settings) {
            static_cast<void>(meters::set_link_fault(faults, name, text));  // checked when the file was read
            run.bench.log().record(run.bench.time(), event::link_setting, run.step_event,
                                   {{"setting", name}, {"value", text}});
        }
        link.set_faults(faults);
    }
};

Step parse_serial_link(const Mapping& step, const Context& context) {
    auto change = std::make_shared<SerialLinkStep>();
    if (const auto* faults = step.find("serial-link"))
        change->settings = parts::parse_link_faults(*faults, "serial-link", context);
    const Bus* bus = context.buses.empty() ? nullptr : read_bus(step, "serial-link", context, *change);
    if (context.buses.empty() || (bus != nullptr && !bus->serial_link))
        step.complain("serial-link", "this step needs a serial link (expected 'serial-link' in the bus)");
    return {step.at(), "serial-link", change};
}

}  // namespace

const StepKind serial_link_step{serial_link_description, parse_serial_link};

}  // namespace otbench::runner
