// Meters and buses that come and go while the bench runs.
#include <fmt/core.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "meters/line/meter_json.hpp"
#include "meters/meter.hpp"
#include "meters/profile/profile_index.hpp"
#include "runner/control/bench_session.hpp"
#include "runner/control/known_names.hpp"
#include "runner/control/loaded_bench.hpp"
#include "runner/language/parser/read_additions.hpp"
#include "runner/run/bench_changes.hpp"
#include "runner/run/setup.hpp"
#include "sim/bridge.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::runner {
namespace {

using nlohmann::json;
using rpc::Call;
using rpc::Code;
using rpc::Failure;
using rpc::Outcome;

Failure refused(const std::string& why) {
    return {Code::bad_input, why};
}

/// The text of the parameter `as`.
std::string written(const Call& call) {
    const rpc::Request& description = call.parameters.at("as");
    return description.is_string() ? description.get<std::string>() : description.dump();
}

/// A failure when something in the trace has this name already; `what` wants to have it.
std::optional<Failure> refuse_taken(const char* what, const std::string& name, const LoadedBench& loaded) {
    const Execution& run = loaded.run;
    const char* const owner = run.meters.count(name) != 0    ? "meter"
                              : run.buses.count(name) != 0   ? "bus"
                              : run.devices.count(name) != 0 ? "device"
                                                             : nullptr;
    if (owner == nullptr) return std::nullopt;
    if (std::string_view{owner} == what)
        return refused(fmt::format("{} '{}' exists already (expected another name)", what, name));
    return refused(fmt::format("'{}' is the name of a {} (expected another name)", name, owner));
}

/// A failure when a meter of the bus has the address of one that comes.
std::optional<Failure> refuse_taken_address(const Meter& added, const Bus& bus, const LoadedBench& loaded) {
    if (added.shares_address) return std::nullopt;
    for (const Meter& meter : bus.meters) {
        const auto& present = loaded.run.meters.at(meter.name)->meter();
        if (!meter.shares_address && present.primary_address() == added.address)
            return refused(fmt::format("address {} is that of '{}' (expected a free address, or shares-address)",
                                       added.address, meter.name));
    }
    return std::nullopt;
}

/// The bus that a call names, or the only one.
boost::system::result<std::string, Failure> bus_of(const LoadedBench& loaded, const Call& call) {
    const auto& buses = loaded.run.buses;
    if (!call.has("bus") && buses.size() == 1) return buses.begin()->first;
    const auto name = call.get<std::string>("bus", "bus");
    if (auto unknown = refuse_unknown("bus", name, keys_of(buses))) return *std::move(unknown);
    return name;
}

/// Does it; what is wrong with a description, or with this machine, is a failure that leaves the bench as it is.
template <class Action>
Outcome unless_invalid(Action action) {
    try {
        return action();
    } catch (const EnvironmentError& error) {
        return Failure{Code::environment, error.what()};
    } catch (const std::system_error&) {
        throw;
    } catch (const std::runtime_error& error) {
        return refused(error.what());
    }
}

Outcome add_meters(LoadedBench& loaded, const Call& call, const meters::ProfileIndex& index) {
    const auto bus = bus_of(loaded, call);
    if (!bus) return bus.error();
    const auto name = call.get<std::string>("name");
    const auto meters = read_meters(name, written(call), loaded.scenario, loaded.profiles);
    if (!meters) return failure_of(meters.error());
    for (const Meter& meter : *meters) {
        if (auto taken = refuse_taken("meter", meter.name, loaded)) return *std::move(taken);
        if (auto taken = refuse_taken_address(meter, *loaded.run.buses.at(*bus).description, loaded))
            return *std::move(taken);
    }
    return unless_invalid([&]() -> Outcome {
        connect_meters(loaded.run, loaded.parts->scenario, *bus, *meters, index);
        for (const Meter& meter : *meters) loaded.removed_meters.erase(meter.name);
        return json::object();
    });
}

Outcome remove_meter(LoadedBench& loaded, const Call& call) {
    const auto name = call.get<std::string>("meter");
    if (auto unknown = refuse_unknown("meter", name, keys_of(loaded.run.meters))) return *std::move(unknown);
    json last = meters::meter_json(loaded.run.meters.at(name)->meter(), loaded.bench.time());
    disconnect_meter(loaded.run, loaded.parts->scenario, name);
    loaded.removed_meters[name] = last.at("counters");
    return last;
}

Outcome add_bus(LoadedBench& loaded, const Call& call, const meters::ProfileIndex& index) {
    const auto name = call.get<std::string>("name");
    auto bus = read_bus(name, written(call), loaded.scenario, loaded.profiles);
    if (!bus) return failure_of(bus.error());
    if (auto taken = refuse_taken("bus", name, loaded)) return *std::move(taken);
    for (const Meter& meter : bus->meters)
        if (auto taken = refuse_taken("meter", meter.name, loaded)) return *std::move(taken);
    return unless_invalid([&]() -> Outcome {
        const std::size_t bridges = loaded.run.bridges.size();
        connect_bus(loaded.run, loaded.parts->scenario, *std::move(bus), index);
        json endpoints = json::array();
        for (std::size_t i = bridges; i < loaded.run.bridges.size(); ++i)
            endpoints.push_back(loaded.run.bridges[i]->description());
        return json{{"endpoints", endpoints}};
    });
}

Outcome remove_bus(LoadedBench& loaded, const Call& call) {
    const auto name = call.get<std::string>("bus");
    if (auto unknown = refuse_unknown("bus", name, keys_of(loaded.run.buses))) return *std::move(unknown);
    const Bus& bus = *loaded.run.buses.at(name).description;
    if (!bus.meters.empty()) {
        std::vector<std::string> names;
        for (const Meter& meter : bus.meters) names.push_back(meter.name);
        return refused(
            fmt::format("bus '{}' has meters: {} (expected meter.remove before)", name, fmt::join(names, ", ")));
    }
    const Converter& converter = bus.converter;
    if (converter.port || converter.tx.gpio >= 0)
        return refused(fmt::format("bus '{}' is wired to device '{}' (expected a bus without a device)", name,
                                   converter.port ? converter.port->device : converter.tx.device));
    disconnect_bus(loaded.run, loaded.parts->scenario, name);
    return json::object();
}

}  // namespace

void BenchSession::add_building_methods() {
    using namespace rpc::types;
    const auto add_change = [this](rpc::Method&& method, auto handler) {
        add(std::move(method), [this, handler](LoadedBench& loaded, const Call& call) -> Outcome {
            if (works_on_run()) return occupied();
            return handler(loaded, call);
        });
    };
    const auto index = [this] { return meters::ProfileIndex{options_.profile_folders}; };
    add_change({"meter.add",
                "Connects a meter to a bus. It has power from then on, and listens after its start.",
                {{"name", text, true, "Name of the meter."},
                 {"as", description, true, "The meter, as in a scenario: `{profile: itron-cf-echo-2, address: 7}`."},
                 {"bus", text, false, "Name of the bus; not needed when there is one."}},
                "nothing"},
               [index](LoadedBench& loaded, const Call& call) { return add_meters(loaded, call, index()); });
    add_change({"meter.remove",
                "Disconnects a meter, also in the middle of its answer.",
                {{"meter", text, true, "Name of the meter."}},
                "as `meter.get`, before it was removed"},
               remove_meter);
    add_change({"bus.add",
                "Adds a bus with its meters and opens its endpoints.",
                {{"name", text, true, "Name of the bus."},
                 {"as", description, true, "The bus, as in a scenario: `{cable: {length: 20 m}, meters: {}}`."}},
                "`endpoints`: how external peers reach it"},
               [index](LoadedBench& loaded, const Call& call) { return add_bus(loaded, call, index()); });
    add_change({"bus.remove",
                "Removes a bus without meters and devices; the peers of its bridges are disconnected.",
                {{"bus", text, true, "Name of the bus."}},
                "nothing"},
               remove_bus);
}

}  // namespace otbench::runner
