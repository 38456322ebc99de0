#include "sim/host/emulation/emulation_methods.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/config/suggest.hpp"
#include "base/rpc/dispatcher.hpp"
#include "meters/line/frame_json.hpp"
#include "meters/line/meter_json.hpp"
#include "meters/meter_settings.hpp"

namespace otbench::sim {
namespace {

using meters::ControlledBus;
using meters::ControlScope;
using meters::Meter;
using nlohmann::json;
using rpc::Call;
using rpc::Code;
using rpc::Failure;
using rpc::Outcome;

using Handler = std::function<Outcome(const ControlScope& scope, const Call& call)>;

Failure bad_input(const InputError& error) {
    return {Code::bad_input, error.message};
}

Failure bad_input(const std::vector<config::Diagnostic>& mistakes) {
    json all = json::array();
    for (const auto& each : mistakes) all.push_back(to_string(each));
    return {Code::bad_input, to_string(mistakes.front()), std::move(all)};
}

/// A failure that names what a call could have meant by its parameter.
Failure unknown(const char* parameter, const std::string& name, const std::vector<std::string_view>& known) {
    return {Code::invalid_parameters,
            fmt::format("unknown {} '{}'{}", parameter, name, config::did_you_mean(name, known))};
}

boost::system::result<const ControlledBus*, Failure> bus_of(const ControlScope& scope, const Call& call,
                                                            const char* parameter) {
    const auto name = call.get<std::string>(parameter, "bus");
    std::vector<std::string_view> known;
    for (const ControlledBus& bus : scope.buses) {
        if (bus.name == name) return &bus;
        known.push_back(bus.name);
    }
    if (!call.has(parameter) && scope.buses.size() == 1) return &scope.buses.front();
    return unknown("bus", name, known);
}

/// A meter that a call names, with its line and its place there.
struct FoundMeter {
    meters::MeterLine* line;
    std::size_t index;

    [[nodiscard]] Meter& meter() const { return line->meter(index); }
};

boost::system::result<FoundMeter, Failure> meter_of(const ControlScope& scope, const Call& call) {
    const auto name = call.get<std::string>("meter");
    std::vector<std::string_view> known;
    for (const ControlledBus& bus : scope.buses) {
        meters::MeterLine& line = bus.gateway->line();
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line.meter(i).name() == name) return FoundMeter{&line, i};
            known.push_back(line.meter(i).name());
        }
    }
    return unknown("meter", name, known);
}

/// A description of a call as text.
std::string written(const rpc::Request& description) {
    return description.is_string() ? description.get<std::string>() : description.dump();
}

json description_of(const ControlScope& scope, const std::vector<std::string>& endpoints) {
    json all = json::object(), active = json::object(), buses = json::array();
    for (const ControlledBus& bus : scope.buses) {
        buses.push_back(bus.name);
        const meters::MeterLine& line = bus.gateway->line();
        for (std::size_t i = 0; i < line.size(); ++i) {
            const Meter& meter = line.meter(i);
            all[meter.name()] = {
                {"bus", bus.name}, {"profile", meter.profile().name}, {"address", meter.primary_address()}};
            active[meter.name()] = meters::active_faults_json(meter);
        }
    }
    return {{"name", "emulation"},
            {"devices", json::object()},
            {"buses", buses},
            {"meters", all},
            {"active_faults", active},
            {"endpoints", endpoints},
            {"time_ns", scope.now.count()}};
}

Outcome set_meter(const ControlScope& scope, const Call& call) {
    const auto found = meter_of(scope, call);
    if (!found) return found.error();
    Meter& meter = found->meter();
    std::vector<std::pair<std::string, std::string>> changes;
    for (const auto& [key, value] : call.parameters.at("set").items()) changes.emplace_back(key, written(value));
    for (const auto& [key, value] : changes)
        if (const auto good = meters::check_setting(meter.shared_profile(), key, value); !good)
            return bad_input(good.error());
    for (const auto& [key, value] : changes)
        if (const auto done = meters::apply_setting(meter, key, value); !done) return bad_input(done.error());
    return json::object();
}

Outcome add_meter(const ControlScope& scope, const Call& call) {
    const auto bus = bus_of(scope, call, "bus");
    if (!bus) return bus.error();
    const auto description = meters::read_meter_entry(call.get<std::string>("name"), written(call.parameters.at("as")));
    if (!description) return bad_input(description.error());
    if (const auto added = meters::add_meters(*description, **bus, scope); !added) return bad_input(added.error());
    return json::object();
}

Outcome remove_meter(const ControlScope& scope, const Call& call) {
    const auto found = meter_of(scope, call);
    if (!found) return found.error();
    json last = meters::meter_json(found->meter(), scope.now);
    found->line->remove(found->index, scope.now);
    return last;
}

Outcome counters(const EmulationDelay& delay, const ControlScope& scope) {
    json all = json::object(), buses = json::object();
    for (const ControlledBus& bus : scope.buses) {
        const meters::MeterLine& line = bus.gateway->line();
        for (std::size_t i = 0; i < line.size(); ++i) all[line.meter(i).name()] = line.meter(i).counts();
        buses[bus.name] = json::object();
        for (const auto& client : bus.gateway->clients()) buses[bus.name][client.name] = client.counts;
    }
    return json{
        {"meters", all}, {"buses", buses}, {"late_ns", delay.late.count()}, {"most_late_ns", delay.most_late.count()}};
}

Outcome reset_counters(const ControlScope& scope) {
    for (const ControlledBus& bus : scope.buses) {
        meters::MeterLine& line = bus.gateway->line();
        for (std::size_t i = 0; i < line.size(); ++i) line.meter(i).reset_counts();
        bus.gateway->reset_client_counts();
    }
    return json::object();
}

Outcome journal(const std::deque<JournalEntry>& entries, const ControlScope& scope, const Call& call) {
    if (call.has("bus"))
        if (const auto bus = bus_of(scope, call, "bus"); !bus) return bus.error();
    const auto bus = call.get<std::string>("bus"), kind = call.get<std::string>("kind");
    const auto known = meters::frame_kinds();
    if (call.has("kind") && std::find(known.begin(), known.end(), kind) == known.end())
        return unknown("kind", kind, known);
    const Nanoseconds since{call.get<std::int64_t>("since_ns")};
    json frames = json::array();
    for (const JournalEntry& entry : entries)
        if (entry.frame.start >= since && (bus.empty() || entry.bus == bus) &&
            (kind.empty() || meters::frame_kind(entry.frame) == kind))
            frames.push_back(meters::frame_json(entry.bus, entry.frame));
    return json{{"frames", frames}};
}

Outcome add_bus(const EmulationActions& actions, const ControlScope& scope, const Call& call) {
    const auto name = call.get<std::string>("name");
    for (const ControlledBus& bus : scope.buses)
        if (bus.name == name)
            return Failure{Code::bad_input, fmt::format("bus '{}' exists already (expected another name)", name)};
    const auto description = meters::read_bus_entry(name, written(call.parameters.at("as")));
    if (!description) return bad_input(description.error());
    try {
        return json{{"endpoints", actions.add_bus(*description)}};
    } catch (const std::invalid_argument& error) {
        return Failure{Code::bad_input, error.what()};
    } catch (const std::runtime_error& error) {
        return Failure{Code::environment, error.what()};
    }
}

/// Adds methods whose handlers work on the present state of an emulation.
class MethodTable {
public:
    MethodTable(EmulationActions actions, rpc::Dispatcher& dispatcher)
        : actions_(std::move(actions)), dispatcher_(dispatcher) {}

    void add_all() const {
        using namespace rpc::types;
        add({"bench.describe",
             "Tells what the emulation consists of.",
             {},
             "`buses`, `meters` (`bus`, `profile`, `address`), `active_faults` of each meter, `endpoints`, `time_ns`"},
            [actions = actions_](const ControlScope& scope, const Call& /*call*/) -> Outcome {
                return description_of(scope, actions.endpoints());
            });
        add_meter_methods();
        add_bus_methods();
        add_frame_methods();
        add({"time", "Tells the time since the start.", {}, "`time_ns`"},
            [](const ControlScope& scope, const Call& /*call*/) -> Outcome {
                return json{{"time_ns", scope.now.count()}};
            });
        add({"counters",
             "Tells how many frames each meter received and sent, and each client of a bus, and how late bytes reached "
             "clients lately and at most.",
             {},
             "`meters`, `buses`: numbers by name, `late_ns`, `most_late_ns`"},
            [actions = actions_](const ControlScope& scope, const Call& /*call*/) {
                return counters(actions.delay(), scope);
            });
        add({"counters.reset", "Sets all counters to 0, and forgets past clients.", {}, "nothing"},
            [](const ControlScope& scope, const Call& /*call*/) { return reset_counters(scope); });
        add({"command",
             "Executes a command of `otbench ctl`.",
             {{"line", text, true, "The command, such as `set heat mute=yes`; `help` tells all of them."}},
             "`output`"},
            [actions = actions_](const ControlScope& /*scope*/, const Call& call) -> Outcome {
                const auto output = execute_command(actions, call.get<std::string>("line"));
                if (!output) return bad_input(output.error());
                return json{{"output", *output}};
            });
        add({"shutdown", "Ends the program.", {}, "nothing"},
            [actions = actions_](const ControlScope& /*scope*/, const Call& /*call*/) -> Outcome {
                actions.stop();
                return json::object();
            });
    }

private:
    void add(rpc::Method method, Handler handler) const {
        dispatcher_.add(std::move(method), [actions = actions_, handler = std::move(handler)](const Call& call) {
            auto outcome = handler(actions.scope(), call);
            actions.refresh();
            return outcome;
        });
    }

    void add_meter_methods() const {
        using namespace rpc::types;
        add({"meter.get",
             "Tells the values of a meter as it shows them now, its settings, and how many frames it received and "
             "sent.",
             {{"meter", text, true, "Name of the meter."}},
             "`name`, `profile`, `address`, `baud`, `values`, `settings`, `faults`, `active_faults`, `counters`"},
            [](const ControlScope& scope, const Call& call) -> Outcome {
                const auto found = meter_of(scope, call);
                if (!found) return found.error();
                return meters::meter_json(found->meter(), scope.now);
            });
        add({"meter.set",
             "Changes values, status, faults and other settings of a meter: all of them, or none when one is invalid.",
             {{"meter", text, true, "Name of the meter."}, {"set", object, true, "The new ones, by name."}},
             "nothing"},
            set_meter);
        add({"meter.add",
             "Connects a meter to a bus. It listens at once.",
             {{"name", text, true, "Name of the meter."},
              {"as", description, true, "The meter, as in a fleet file: `{profile: itron-cf-echo-2, address: 7}`."},
              {"bus", text, false, "Name of the bus; not needed when there is one."}},
             "nothing"},
            add_meter);
        add({"meter.remove",
             "Disconnects a meter, also in the middle of its answer.",
             {{"meter", text, true, "Name of the meter."}},
             "as `meter.get`, before it was removed"},
            remove_meter);
    }

    void add_bus_methods() const {
        using namespace rpc::types;
        add({"bus.add",
             "Adds a bus and opens its endpoints.",
             {{"name", text, true, "Name of the bus."},
              {"as", description, true, "The bus, as in a fleet file: `{on: pty, meters: {}}`."}},
             "`endpoints`: how clients reach it"},
            [actions = actions_](const ControlScope& scope, const Call& call) {
                return add_bus(actions, scope, call);
            });
        add({"bus.remove",
             "Removes a bus with its meters; its clients are disconnected.",
             {{"bus", text, true, "Name of the bus."}},
             "nothing"},
            [actions = actions_](const ControlScope& scope, const Call& call) -> Outcome {
                const auto bus = bus_of(scope, call, "bus");
                if (!bus) return bus.error();
                actions.remove_bus((*bus)->name);
                return json::object();
            });
    }

    void add_frame_methods() const {
        using namespace rpc::types;
        add({"journal",
             "Tells the last 10,000 frames that went over the buses, oldest first.",
             {{"bus", text, false, "Only those of this bus; of all buses if not given."},
              {"kind", text, false, "Only this service, such as `REQ_UD2`; `ACK` or `damaged`; all if not given."},
              {"since_ns", whole, false, "Only those that began at this time or later."}},
             "`frames`: `bus`, `from`, `kind`, `address`, `hex`, `start_ns`, `end_ns`, `who`: meters and "
             "events, `client`: which one sent it"},
            [actions = actions_](const ControlScope& scope, const Call& call) {
                return journal(actions.frames(), scope, call);
            });
        add({"frame.decode",
             "Tells what the bytes of a frame mean.",
             {{"hex", text, true, "The bytes of the frame in hex."}},
             "`kind`, `address`, `control`; of an answer also `reading`, as `otbench decode --format json`"},
            [](const ControlScope& /*scope*/, const Call& call) -> Outcome {
                const auto octets = meters::frame_octets(call.get<std::string>("hex"));
                if (!octets) return Failure{Code::invalid_parameters, octets.error().message};
                return meters::frame_meaning(*octets);
            });
    }

    EmulationActions actions_;
    rpc::Dispatcher& dispatcher_;
};

}  // namespace

Checked<std::string> execute_command(const EmulationActions& actions, const std::string& line) {
    auto output = meters::execute_command(line, actions.scope());
    actions.refresh();
    return output;
}

std::unique_ptr<rpc::Dispatcher> make_emulation_methods(EmulationActions actions) {
    auto dispatcher = std::make_unique<rpc::Dispatcher>("otbench emulate");
    MethodTable{std::move(actions), *dispatcher}.add_all();
    return dispatcher;
}

std::string emulation_method_table() {
    return make_emulation_methods({})->method_table();
}

}  // namespace otbench::sim
