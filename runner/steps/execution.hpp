#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runner/report/result.hpp"
#include "runner/steps/inbox.hpp"
#include "runner/steps/record/signal_record.hpp"
#include "sim/test_bench.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::sim {
class AttachedMeter;
struct MqttMessage;
}  // namespace otbench::sim

namespace otbench::bus {
class Master;
}

namespace otbench::runner {

/// A bus while its scenario runs.
struct RunningBus {
    const Bus* description;  ///< in the scenario
    sim::BusSegment* segment = nullptr;
    circuit::Electrics electrics = {};                  ///< of converter and cable, as the steps so far leave them
    std::vector<circuit::SlaveParameters> slaves = {};  ///< its transceivers
    sim::SerialLink* serial_link = nullptr;             ///< null when the converter hangs on pins
    std::shared_ptr<bus::Master> master = nullptr;      ///< the bench's own; null when the bus has another one
};

/// The state a running scenario's steps share: the bench, its received messages, and the result.
struct Execution {
    Execution(const Scenario& what, sim::TestBench& where) : scenario(what), bench(where) {}

    const Scenario& scenario;
    sim::TestBench& bench;
    std::map<std::string, RunningBus> buses;            ///< by their names
    std::map<std::string, sim::AttachedMeter*> meters;  ///< by their names
    std::map<std::string, sim::DeviceUnderTest*> devices;
    std::vector<sim::Bridge*> bridges;
    std::vector<sim::HttpPort*> http_ports;
    Inbox inbox;
    std::set<std::string> topics;              ///< that the bench's client is subscribed to
    Variables variables;                       ///< what steps saved
    std::map<std::string, Nanoseconds> begun;  ///< the steps with a label, when they began last
    SignalRecord record;                       ///< what some steps look back at
    Cause step_event = Cause::none;            ///< the running step's entry in the event log
    const Step* step = nullptr;                ///< the running one
    std::string out;                           ///< the folder of the run's files; empty: none
    bool updates = false;                      ///< expectations that fail are to be changed
    std::map<std::string, std::string> seen;   ///< what steps measured and read last, by its name in the report
    std::vector<std::string> last_reading;     ///< the names in `seen` that the last reading had

    /// The end of a wait that may take `within` (or the scenario's default), never beyond the run's time limit. A
    /// device in real time has a little longer.
    [[nodiscard]] Nanoseconds deadline(const std::optional<Nanoseconds>& within) const;
    /// What is known of the firmware of the scenario's device.
    [[nodiscard]] const firmware::FirmwareOptions& firmware_options(const std::string& name) const;
    /// When the step with this label began last; now when it has not.
    [[nodiscard]] Nanoseconds begin_of(const std::string& label) const;
    /// Whether `part` of a device, such as "pins", is out of reach because the device lives outside the bench; the
    /// result then says why its step is skipped.
    [[nodiscard]] bool is_out_of_reach(std::string_view part, const std::string& device, StepResult& result) const;
    /// The same for the power of an external device without `power`.
    [[nodiscard]] bool has_no_switch(const std::string& device, StepResult& result) const;
    /// In a run that updates expectations: lets a check that failed pass, as its expectation will be changed by
    /// `corrections`; not without any. They stand in the file of their positions unless they name another.
    void correct(Check& check, std::vector<Correction> corrections) const;
    /// Remembers what a step has seen.
    void remember(const StepResult& result);
    [[nodiscard]] sim::DeviceUnderTest& device(const std::string& name) const { return *devices.at(name); }
};

/// Thrown to leave a run early: the user interrupted it, or its time limit is reached.
struct RunStopped {
    Verdict verdict;
};

/// Lets time run until `condition` holds; false when `deadline` passes first. Throws `RunStopped`.
bool wait_for(Execution& run, const std::function<bool()>& condition, Nanoseconds deadline);

/// Lets time run for `duration`. Throws `RunStopped`.
void let_time_run(Execution& run, Nanoseconds duration);

/// A text of the scenario with the chip id of `device` in place of `${chip_id}`, and what was saved in place of the
/// variables. `quote` is applied to each of them first, if given; without a device the chip id stays as it is.
std::string fill_in(const Execution& run, const std::string& device, const std::string& text,
                    std::string (*quote)(const std::string& value) = nullptr);

/// `text` as a regular expression that matches nothing else.
std::string quoted_for_regex(const std::string& text);

/// Publishes on the command topic of `device`, or on `message.topic` if that is not empty.
void publish_command(Execution& run, const std::string& device, sim::MqttMessage message);
void publish_command(Execution& run, const std::string& device, const std::string& payload);

}  // namespace otbench::runner
