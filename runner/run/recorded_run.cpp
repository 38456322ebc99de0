#include "runner/run/recorded_run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <stdexcept>

#include "base/config/json_numbers.hpp"
#include "base/event_kinds.hpp"
#include "base/numbers.hpp"
#include "circuit/electrics/electrical_table.hpp"
#include "sim/trace/vcd_reader.hpp"

namespace otbench::runner {
namespace {

using circuit::Crossing;
using circuit::electrical_parameters;
using circuit::ElectricalForm;
using circuit::ElectricalParameter;
using circuit::Electrics;
using nlohmann::json;

struct BadRun : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::ifstream open(const std::string& path) {
    std::ifstream file{path};
    if (!file) throw BadRun{path + ": no such file (expected a folder that 'otbench run FILE --out DIR' wrote)"};
    return file;
}

/// The number that `text` must be: throws std::invalid_argument otherwise.
double ohm_of(std::string_view text) {
    const auto number = parse_number(text);
    if (!number) throw std::invalid_argument{number.error().message};
    return *number;
}

/// "r3=21000 r7=open"
std::map<std::string, double> resistors_of(const std::string& text) {
    std::map<std::string, double> resistors;
    std::istringstream words{text};
    for (std::string word; words >> word;) {
        const auto equals = word.find('=');
        if (equals == std::string::npos) throw BadRun{fmt::format("invalid resistor '{}' (expected NAME=OHM)", word)};
        const std::string ohm = word.substr(equals + 1);
        resistors[word.substr(0, equals)] = ohm == "open" ? circuit::open_circuit : ohm_of(ohm);
    }
    return resistors;
}

/// The lines of events.jsonl, one by one.
class EventReader {
public:
    EventReader(const std::string& path, RecordedRun& run) : path_{path}, run_{run} {}

    void read() {
        auto file = open(path_);
        std::size_t number = 0;
        for (std::string line; std::getline(file, line);) {
            ++number;
            try {
                read_event(json::parse(line));
            } catch (const json::exception&) {
                throw BadRun{fmt::format("{}:{}: invalid event", path_, number)};
            } catch (const std::logic_error& error) {
                throw BadRun{fmt::format("{}:{}: {}", path_, number, error.what())};
            }
        }
        if (run_.recording.setups.empty())
            throw BadRun{path_ +
                         ": expected an event 'installation' (the scenario has no bus, or an older version "
                         "wrote the trace)"};
    }

    /// The instants at which the pin that feeds the converter let go of it.
    std::set<Nanoseconds> floating;

private:
    void read_event(const json& event) {
        const std::string kind = event.at("kind");
        const Nanoseconds at{json_integer<std::int64_t>(event.at("t_ns"), "t_ns")};
        if (kind == event::run) run_.scenario = event.value("scenario", "");
        if (kind == event::meter_added || kind == event::meter_removed)
            throw BadRun{fmt::format("{}: meters are added or removed in this run, which no netlist repeats", path_)};
        if (kind == event::installation) installation(event, at);
        if (kind == event::transceiver) transceiver(event);
        if (kind == event::gpio_dir) direction(event, at);
        if (kind == event::meter_current)
            run_.recording.slaves.push_back({at, meter(event), event.at("level") == "space"});
        if (kind == event::bus_edge)
            run_.recording.seen.push_back(
                {Crossing::What::bus_edge, at, 0, event.at("level") == "mark", false, event.at("volts")});
        if (kind == event::receiver_edge)
            run_.recording.seen.push_back(
                {Crossing::What::slave_receiver, at, meter(event), event.at("level") == "mark", false, 0.0});
        if (kind == event::rx_edge)
            run_.recording.seen.push_back(
                {Crossing::What::rx, at, 0, event.at("level") == 1, event.at("echo").get<bool>(), 0.0});
    }

    void installation(const json& event, Nanoseconds at) {
        const std::string model = event.at("converter");
        if (model != "otb-iot-level-converter")
            throw BadRun{
                fmt::format("the converter '{}' has no netlist (expected otb-iot-level-converter, the one to compare "
                            "with ngspice)",
                            model)};
        const std::string bus = event.at("source");
        if (!bus_.empty() && bus_ != bus)
            throw BadRun{fmt::format("{}: the buses '{}' and '{}' (expected a single bus)", path_, bus_, bus)};
        bus_ = bus;
        Electrics electrics;
        for (const ElectricalParameter& parameter : electrical_parameters())
            if (!parameter.field.empty()) read(parameter, event.at(std::string{parameter.field}), electrics);
        if (event.at("disturbed").get<bool>())
            throw BadRun{fmt::format("{}: noise, ripple or spikes are on the bus, which no netlist repeats", path_)};
        const circuit::Installation parts{electrics.converter, electrics.cable, {}};
        tx_pin_ = event.value("tx", "");
        run_.recording.setups.push_back({at, parts});
        run_.meters.clear();
    }

    /// Takes what `field_of` of electrical_setup.cpp left in the trace.
    void read(const ElectricalParameter& parameter, const json& value, Electrics& electrics) const {
        using Form = ElectricalForm;
        switch (parameter.form) {
            case Form::resistors: electrics.converter.resistors = resistors_of(value); return;
            case Form::transistors:
                if (!value.get<std::string>().empty())
                    throw BadRun{fmt::format("{}: a transistor is shorted, which the netlist cannot express", path_)};
                return;
            case Form::resistance_or_open: {
                const double siemens = value;
                return parameter.set(electrics, siemens > 0 ? 1 / siemens : circuit::open_circuit);
            }
            case Form::flag: return parameter.set(electrics, value.get<bool>() ? 1.0 : 0.0);
            case Form::quantity:
            case Form::duration: return parameter.set(electrics, value);
        }
    }

    void transceiver(const json& event) {
        if (run_.recording.setups.empty()) throw BadRun{path_ + ": a transceiver before the installation it is on"};
        circuit::SlaveParameters slave;
        slave.unit_loads = event.at("unit_loads");
        slave.space_current_a = event.at("space_current_a");
        slave.receive_threshold_v = event.at("receive_threshold_v");
        slave.input_farad = event.at("input_farad");
        slave.distance_m = event.at("distance_m");
        run_.recording.setups.back().installation.slaves.push_back(slave);
        run_.meters.push_back(event.at("source"));
    }

    void direction(const json& event, Nanoseconds at) {
        if (event.value("dir", "") == "in" &&
            tx_pin_ == fmt::format("{}.gpio{}", event.value("source", ""), json_integer<int>(event.at("pin"), "pin")))
            floating.insert(at);
    }

    [[nodiscard]] std::size_t meter(const json& event) const {
        const std::string name = event.at("source");
        const auto found = std::find(run_.meters.begin(), run_.meters.end(), name);
        if (found == run_.meters.end()) throw std::logic_error{fmt::format("unknown meter '{}'", name)};
        return static_cast<std::size_t>(found - run_.meters.begin());
    }

    std::string path_;
    RecordedRun& run_;
    std::string bus_;  ///< the source of the installation
    std::string tx_pin_;
};

/// The signals of the bus in waves.vcd.
class WaveReader {
public:
    WaveReader(const std::string& path, const std::set<Nanoseconds>& floating, circuit::Recording& recording)
        : path_{path}, floating_{floating}, recording_{recording} {}

    void read() {
        auto file = open(path_);
        const auto end = sim::read_vcd(
            file, {[this](const sim::WaveSignal& signal) { names_.push_back(signal.name); },
                   [this](std::size_t signal, Nanoseconds at, double value) { change(names_[signal], at, value); }});
        if (!end) throw BadRun{fmt::format("{}: {}", path_, end.error().message)};
        if (recording_.tx.empty() || recording_.bus_v.empty()) throw BadRun{path_ + ": no waves of a bus"};
        recording_.end = *end;
    }

private:
    void change(const std::string& name, Nanoseconds at, double value) {
        if (name == "bus_voltage") {
            auto& points = recording_.bus_v;
            if (!points.empty() && points.back().at == at) points.pop_back();
            points.push_back({at, value});
        }
        const bool high = value != 0.0;
        if (name == "rx" && at == Nanoseconds{0}) recording_.rx_at_start = high;
        if (name != "tx" || (at == Nanoseconds{0} && !high)) return;
        const auto low = floating_.count(at) != 0 ? circuit::TxInput::floating : circuit::TxInput::low;
        recording_.tx.push_back({at, high ? circuit::TxInput::high : low});
    }

    std::string path_;
    const std::set<Nanoseconds>& floating_;
    circuit::Recording& recording_;
    std::vector<std::string> names_;
};

}  // namespace

boost::system::result<RecordedRun, RecordedRunError> read_recorded_run(const std::string& folder) {
    RecordedRun run;
    try {
        EventReader events{folder + "/events.jsonl", run};
        events.read();
        auto& seen = run.recording.seen;
        std::stable_sort(seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
        WaveReader{folder + "/waves.vcd", events.floating, run.recording}.read();
    } catch (const BadRun& error) {
        return RecordedRunError{error.what()};
    }
    return run;
}

}  // namespace otbench::runner
