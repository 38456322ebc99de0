// Meters, lines and signals as they are now.
#include <fmt/core.h>

#include <algorithm>

#include "meters/line/meter_json.hpp"
#include "meters/meter.hpp"
#include "runner/control/bench_session.hpp"
#include "runner/control/known_names.hpp"
#include "runner/control/loaded_bench.hpp"
#include "runner/language/parser/parse_parts.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::runner {
namespace {

using nlohmann::json;
using rpc::Call;
using rpc::Code;
using rpc::Failure;
using rpc::Outcome;

/// The entry of `all` that the parameter `parameter` names; null, and a failure, when there is none.
template <class Map>
typename Map::mapped_type* named(Map& all, const Call& call, const char* parameter, std::optional<Failure>& failure) {
    const auto name = call.get<std::string>(parameter);
    failure = refuse_unknown(parameter, name, keys_of(all));
    return failure ? nullptr : &all.find(name)->second;
}

json number_or_null(const std::optional<double>& number) {
    return number ? json(*number) : json();
}

json description_of(sim::BusSegment& segment) {
    const sim::LineRecord& line = segment.line();
    return {{"mark_v", number_or_null(line.mark_v)},
            {"space_v", number_or_null(line.space_v)},
            {"idle_ma", line.idle_a * 1e3},
            {"space_ma", line.space_a ? json(*line.space_a * 1e3) : json()},
            {"rx", line.rx ? "high" : "low"},
            {"rx_low_count", line.rx_low_count},
            {"collision_count", line.collision_count},
            {"findings", segment.findings()}};
}

/// The values of a meter as they were described.
std::map<std::string, std::string> values_of(const meters::Meter& meter) {
    std::map<std::string, std::string> values;
    for (const std::string& name : meter.profile().value_names())
        if (const auto value = meter.application().value(name)) values[name] = *value;
    return values;
}

/// The history of the signal of a bus, or of a pin, that a call names; a failure when there cannot be one.
boost::system::result<const SignalHistory*, Failure> history_of(LoadedBench& loaded, const Call& call) {
    const auto signal = call.get<std::string>("signal");
    if (signal.find('.') != std::string::npos) {
        const auto pin = parts::parse_device_pin(signal, loaded.scenario.devices);
        if (!pin) return Failure{Code::invalid_parameters, pin.error().message};
        return &loaded.run.record.signal("", signal);
    }
    const auto bus = call.get<std::string>("bus", "bus");
    if (auto unknown = refuse_unknown("signal", signal, SignalRecord::bus_signals())) return *std::move(unknown);
    if (auto unknown = refuse_unknown("bus", bus, keys_of(loaded.run.buses))) return *std::move(unknown);
    return &loaded.run.record.signal(bus, signal);
}

/// The changes of a signal since a time.
json points_of(const SignalHistory& history, Nanoseconds since) {
    json points = json::array();
    auto point = std::lower_bound(history.begin(), history.end(), since,
                                  [](const SignalPoint& each, Nanoseconds at) { return each.at < at; });
    for (; point != history.end(); ++point) points.push_back({point->at.count(), point->value});
    return points;
}

}  // namespace

void BenchSession::add_value_methods() {
    using namespace rpc::types;
    add({"meter.get",
         "Tells the values of a meter as it shows them now, its settings, and how many frames it received and sent.",
         {{"meter", text, true, "Name of the meter."}},
         "`name`, `profile`, `address`, `baud`, `values`, `settings`, `faults`, `active_faults`, `counters`"},
        [](LoadedBench& loaded, const Call& call) -> Outcome {
            std::optional<Failure> failure;
            auto* const meter = named(loaded.run.meters, call, "meter", failure);
            if (meter == nullptr) return *failure;
            return meters::meter_json((*meter)->meter(), loaded.bench.time());
        });
    add({"bus.get",
         "Tells voltages, currents and counters of a bus, and what is wrong with its line.",
         {{"bus", text, true, "Name of the bus; `bus` if the scenario has no other."}},
         "`mark_v`, `space_v`, `idle_ma`, `space_ma`, `rx`, `rx_low_count`, `collision_count`, `findings`"},
        [](LoadedBench& loaded, const Call& call) -> Outcome {
            std::optional<Failure> failure;
            auto* const bus = named(loaded.run.buses, call, "bus", failure);
            if (bus == nullptr) return *failure;
            return description_of(*bus->segment);
        });
    add({"signal.get",
         "Tells a signal as it is now, and its changes; volts, amperes, or 0 and 1.",
         {{"signal", text, true, "`bus voltage`, `bus current`, `tx`, `rx`, or a pin such as `boiler.gpio15`."},
          {"bus", text, false, "Name of the bus; `bus` if not given."},
          {"since_ns", whole, false, "Time of the first change to tell; no changes if not given."}},
         "`value`: null before the first change, `points`: pairs of time in ns and value"},
        [](LoadedBench& loaded, const Call& call) -> Outcome {
            if (!loaded.records_signals)
                return Failure{Code::bad_input,
                               "the bench does not record signals (expected \"record\": true in bench.load)"};
            for (const auto& [name, bus] : loaded.run.buses) bus.segment->advance_waves();
            const auto found = history_of(loaded, call);
            if (!found) return found.error();
            const SignalHistory& history = **found;
            json result{{"value", history.empty() ? json() : json(history.back().value)}};
            if (call.has("since_ns"))
                result["points"] = points_of(history, Nanoseconds{call.get<std::int64_t>("since_ns")});
            return result;
        });
    add({"checkpoint.save",
         "Keeps the values of all meters under a name. Of a value that changes by itself, its description is kept.",
         {{"name", text, true, "Name of the checkpoint."}},
         "`meters`: how many"},
        [this](LoadedBench& loaded, const Call& call) -> Outcome {
            auto& checkpoint = checkpoints_[call.get<std::string>("name")];
            checkpoint.clear();
            for (const auto& [name, meter] : loaded.run.meters) checkpoint[name] = values_of(meter->meter());
            return json{{"meters", checkpoint.size()}};
        });
    add({"checkpoint.restore",
         "Gives all meters the values that they had at a checkpoint. Meters that came or went since are left out.",
         {{"checkpoint", text, true, "Name of the checkpoint."}},
         "`meters`: how many"},
        [this](LoadedBench& loaded, const Call& call) -> Outcome {
            std::optional<Failure> failure;
            auto* const checkpoint = named(checkpoints_, call, "checkpoint", failure);
            if (checkpoint == nullptr) return *failure;
            std::size_t count = 0;
            for (const auto& [name, values] : *checkpoint) {
                const auto meter = loaded.run.meters.find(name);
                if (meter == loaded.run.meters.end()) continue;
                ++count;
                auto& application = meter->second->meter().application();
                for (const auto& [value, written] : values)
                    if (const auto set = application.set_value(value, written, loaded.bench.time()); !set)
                        return Failure{Code::bad_input, fmt::format("{}: {}: {}", name, value, set.error().message)};
            }
            return json{{"meters", count}};
        });
    add({"counters",
         "Tells how many frames each meter received and sent, how often each line had a collision, for how long time "
         "stood still because this machine was too slow, and how late the bench was lately and at most.",
         {},
         "`meters`, `buses`: numbers by name, `removed`: those of meters when they were removed, `stood_still_ns`, "
         "`late_ns`, `most_late_ns`"},
        [](LoadedBench& loaded, const Call& /*call*/) -> Outcome {
            json meters = json::object(), buses = json::object();
            for (const auto& [name, meter] : loaded.run.meters) meters[name] = meter->meter().counts();
            for (const auto& [name, bus] : loaded.run.buses)
                buses[name] = {{"rx_low", bus.segment->line().rx_low_count},
                               {"collisions", bus.segment->line().collision_count}};
            return json{{"meters", meters},
                        {"buses", buses},
                        {"removed", loaded.removed_meters},
                        {"stood_still_ns", loaded.bench.stood_still().count()},
                        {"late_ns", loaded.bench.late().count()},
                        {"most_late_ns", loaded.bench.most_late().count()}};
        });
    add({"counters.reset", "Sets the counters of all meters to 0, and forgets those of removed meters.", {}, "nothing"},
        [](LoadedBench& loaded, const Call& /*call*/) -> Outcome {
            loaded.removed_meters.clear();
            for (const auto& [name, meter] : loaded.run.meters) meter->meter().reset_counts();
            return json::object();
        });
}

}  // namespace otbench::runner
