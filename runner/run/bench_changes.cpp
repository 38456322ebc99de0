#include "runner/run/bench_changes.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

#include "base/event_kinds.hpp"
#include "runner/run/bus_setup.hpp"
#include "runner/run/open_run.hpp"
#include "runner/steps/bus/electrical_setup.hpp"
#include "sim/bridge.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::runner {
namespace {

template <class Part>
auto find_named(std::vector<Part>& parts, const std::string& name) {
    return std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
}

/// After a change of the scenario's buses, which may have moved.
void find_descriptions(Execution& run) {
    for (const Bus& bus : run.scenario.buses)
        if (const auto running = run.buses.find(bus.name); running != run.buses.end())
            running->second.description = &bus;
}

Cause record_meter(Execution& run, const std::string& bus, const Meter& meter) {
    return run.bench.log().record_from(meter.name, run.bench.time(), event::meter_added, Cause::none,
                                       {{"bus", bus}, {"profile", meter.profile}, {"address", meter.address}});
}

/// Takes away what there is of a bus, which may not be complete.
void drop_bus(Execution& run, Scenario& scenario, const std::string& name) {
    const auto described = find_named(scenario.buses, name);
    for (const Meter& meter : described->meters) run.meters.erase(meter.name);
    if (const auto running = run.buses.find(name); running != run.buses.end()) {
        RunningBus& bus = running->second;
        bus.master.reset();
        for (const Bridge& bridge : described->bridges) {
            const auto open = std::find_if(run.bridges.begin(), run.bridges.end(), [&](const sim::Bridge* each) {
                return each->settings().name == bridge.settings.name;
            });
            if (open == run.bridges.end()) continue;
            run.bench.remove_bridge(**open);
            run.bridges.erase(open);
        }
        if (bus.segment != nullptr) run.bench.remove_bus(*bus.segment);
        run.buses.erase(running);
    }
    scenario.buses.erase(described);
    find_descriptions(run);
}

}  // namespace

void connect_meters(Execution& run, Scenario& scenario, const std::string& bus, const std::vector<Meter>& meters,
                    const meters::ProfileIndex& index) {
    RunningBus& running = run.buses.at(bus);
    std::vector<Meter>& described = find_named(scenario.buses, bus)->meters;
    std::vector<std::pair<std::unique_ptr<meters::Meter>, circuit::SlaveParameters>> made;
    for (const Meter& meter : meters) {
        auto profile = load_profile(scenario, meter, index);
        const auto transceiver = slave_parameters(meter, *profile);
        made.emplace_back(make_meter(scenario, meter, std::move(profile)), transceiver);
    }
    for (std::size_t i = 0; i < meters.size(); ++i) {
        auto& [meter, transceiver] = made[i];
        // In the list of slaves, bridges follow the meters.
        running.slaves.insert(running.slaves.begin() + static_cast<std::ptrdiff_t>(described.size()), transceiver);
        described.push_back(meters[i]);
        const Cause added = record_meter(run, bus, meters[i]);
        record_transceiver(run, running, described.size() - 1);
        record_meter_settings(run, meters[i]);
        run.meters[meters[i].name] = &running.segment->add_meter(std::move(meter), transceiver, added);
    }
}

void disconnect_meter(Execution& run, Scenario& scenario, const std::string& name) {
    for (Bus& bus : scenario.buses) {
        const auto described = find_named(bus.meters, name);
        if (described == bus.meters.end()) continue;
        RunningBus& running = run.buses.at(bus.name);
        const Cause removed =
            run.bench.log().record_from(name, run.bench.time(), event::meter_removed, Cause::none, {{"bus", bus.name}});
        running.segment->remove_meter(*run.meters.at(name), removed);
        running.slaves.erase(running.slaves.begin() + (described - bus.meters.begin()));
        run.meters.erase(name);
        bus.meters.erase(described);
        return;
    }
}

void connect_bus(Execution& run, Scenario& scenario, Bus bus, const meters::ProfileIndex& index) {
    const std::string name = bus.name;
    scenario.buses.push_back(std::move(bus));
    find_descriptions(run);
    const Bus& added = scenario.buses.back();
    try {
        build_bus(run, added, index);
    } catch (const std::runtime_error&) {
        drop_bus(run, scenario, name);
        throw;
    }
    run.bench.log().record_from(name, run.bench.time(), event::bus_added, Cause::none,
                                {{"meters", static_cast<int>(added.meters.size())}});
    const RunningBus& running = run.buses.at(name);
    record_frames(run, name, running);
    record_installation(run, running);
    for (const Meter& meter : added.meters) record_meter(run, name, meter);
    record_settings(run, added);
}

void disconnect_bus(Execution& run, Scenario& scenario, const std::string& name) {
    RunningBus& running = run.buses.at(name);
    running.segment->advance_capture();
    running.segment->advance_waves();
    run.bench.log().record_from(name, run.bench.time(), event::bus_removed, Cause::none,
                                std::initializer_list<EventField>{});
    drop_bus(run, scenario, name);
}

}  // namespace otbench::runner
