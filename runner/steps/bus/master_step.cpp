#include "runner/steps/bus/master_step.hpp"

namespace otbench::runner {

bus::Master& MasterStep::master(Execution& run) const {
    bus::Master& master = *running(run).master;
    if (baud) master.line().set_baud(*baud);
    if (style) master.set_style(*style);
    return master;
}

void read_master_keys(const Mapping& step, std::string_view verb, const Bus* bus, MasterStep& action) {
    step.read("baud", action.baud, parts::parse_speed);
    step.read("style", action.style, bus::parse_master_style);
    if (bus == nullptr) return;
    action.bus = bus->name;
    if (!bus->has_own_master())
        step.complain(verb,
                      "the bench has no master of its own here (expected a bus whose converter is wired to no "
                      "device, and no bridge as master)");
}

}  // namespace otbench::runner
