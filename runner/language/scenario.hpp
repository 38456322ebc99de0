#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "circuit/electrics/electrics.hpp"
#include "firmware_model/storage/device_config.hpp"
#include "firmware_model/storage/parts.hpp"
#include "runner/language/conditions.hpp"
#include "runner/language/config_words.hpp"
#include "runner/language/formula.hpp"
#include "runner/language/quantity_range.hpp"
#include "sim/bridge_settings.hpp"

namespace otbench::runner {

/// A device's UART that leads out of the bench, to a real converter or, for the console, to a terminal.
struct DeviceUart {
    enum class Line { pins, hat, mezzanine, console };
    Position at;
    sim::BridgeSettings settings;
    Line line = Line::pins;
    int tx = 15, rx = 13;  ///< with `Line::pins`: as otb-iot's own converter is wired
};

/// Where a device's firmware runs.
enum class FirmwarePlace {
    model,              ///< in the bench
    process,            ///< in a program that speaks the device protocol
    real_time_process,  ///< in a program with a serial port and a broker
    external,           ///< in a device of its own
};

struct Device {
    Position at;
    std::string name;
    FirmwarePlace place = FirmwarePlace::model;
    std::vector<std::string> command;                ///< of a process: the program and its arguments
    std::map<std::string, std::string> environment;  ///< of a process in real time: variables for it
    std::string command_topic, status_topic;         ///< of a device outside; empty: those of otb-iot
    /// A device outside is ready after this time or, with a topic, when it has sent that message; a process in virtual
    /// time after this time or, without one, when it has subscribed to its topic.
    std::optional<Nanoseconds> ready_after;
    std::string ready_topic;
    std::optional<std::string> ready_payload;           ///< nothing: any
    std::string ready_log;                              ///< or when it has printed a line with this regular expression
    std::vector<std::string> power_on, power_off;       ///< programs that switch an external device; may be empty
    Nanoseconds hang_after = std::chrono::seconds{10};  ///< CPU time of that process without a message
    bool fail_on_crash = false;                         ///< a crash of that process ends the run
    Nanoseconds look_ahead = Nanoseconds::max();        ///< how far that process may run ahead without asking
    firmware::DeviceConfig firmware;  ///< its MAC address has twelve lower-case hex digits and no separators
    std::vector<firmware::Ds18b20> sensors;
    std::optional<DeviceUart> uart;
    std::optional<sim::Endpoint> http;  ///< where HTTP clients outside the bench find its web server
    std::string flash_file;             ///< where its flash comes from and goes to; empty: nowhere

    /// It lives outside the bench, so that everything runs in real time.
    [[nodiscard]] bool is_outside() const {
        return place == FirmwarePlace::real_time_process || place == FirmwarePlace::external;
    }
};

struct Pin {
    Position at;
    std::string device;
    int gpio = -1;
};

/// A UART of a device's own that has a converter of its own: the hat's or the mezzanine's.
struct SerialPort {
    enum class Kind { hat, mezzanine };
    std::string device;
    Kind kind = Kind::hat;
};

/// What a converter is wired to.
struct Converter {
    Position at;
    std::optional<SerialPort> port;  ///< otherwise the two pins, if they are given
    Pin tx, rx;
};

/// A serial line to a converter with a UART of its own.
struct SerialLink {
    int baud = 2400;
    std::map<std::string, std::string> faults;  ///< by the names of `meters::link_fault_entries`
};

struct Meter {
    Position at;
    std::string name;
    std::string profile;  ///< a name, or the path of a file
    int address = 0;
    std::optional<std::string> id;  ///< eight digits
    std::optional<int> baud;
    std::optional<double> unit_loads;
    std::optional<double> space_current_a;
    std::optional<double> receive_threshold_v;  ///< below its tracked mark voltage
    std::optional<double> distance_m;           ///< along the cable; its end otherwise
    std::optional<Nanoseconds> response_delay;
    std::map<std::string, std::string> values;  ///< name of the profile's value → as written ("9730 kWh")
    std::map<std::string, Position> value_positions;
    bool shares_address = false;                  ///< another meter may have the same address
    std::map<std::string, std::string> settings;  ///< its faults and its model, as `meters::apply_setting` reads them
};

/// A place on the bus for real devices.
struct Bridge {
    Position at;
    sim::BridgeSettings settings;
    double unit_loads = 1.0;  ///< of its transceiver, as slave
};

struct Bus {
    Position at;
    std::string name = "bus";  ///< in the trace; no two are the same
    Converter converter;
    circuit::Electrics electrics;           ///< of converter and cable
    std::optional<SerialLink> serial_link;  ///< none: the converter hangs on the device's pins
    std::vector<Meter> meters;
    std::vector<Bridge> bridges;  ///< at most one of them is the master

    [[nodiscard]] bool has_outside_master() const;
    /// Whether nothing else drives the converter, so that the bench's own master does.
    [[nodiscard]] bool has_own_master() const;
};

/// One value of a payload in JSON.
struct JsonExpectation {
    Position at;
    std::string pointer;                   ///< RFC 6901: "/state/energy"
    std::string value;                     ///< as written: "9730 kWh", "on"
    std::optional<std::string> tolerance;  ///< "1 %"
    Position value_at = {};                ///< of the text that begins with `value`
};

/// What a payload has to look like.
struct PayloadPattern {
    enum class Kind { exact, prefix, regex, contains, json };
    Position at;
    Kind kind = Kind::exact;
    std::string text;
    std::vector<JsonExpectation> json = {};  ///< with `Kind::json`: all of them must be met
    bool negated = false;                    ///< the payload must not look like this
};

/// Messages that must come, in this order, or (none) must not.
struct MessageExpectation {
    Position at;
    std::optional<std::string> topic;      ///< the device's status topic unless given
    std::vector<PayloadPattern> payloads;  ///< one message each, in order
    bool none = false;                     ///< nothing that matches (or nothing at all) may come within `within`
    std::optional<Nanoseconds> within;     ///< virtual time; the scenario's default otherwise
    std::optional<Nanoseconds> after;      ///< no message may come earlier, counted from the step's begin
    std::optional<QuantityRange> rate;     ///< how many such messages must come within `within`
};

/// One named value of the decoded reading.
struct ReadingExpectation {
    Position at;
    std::string name;                      ///< "energy", "flow-temperature", "manufacturer", …
    std::string value;                     ///< as written: "9730 kWh", "value during error state", "ACW"
    std::optional<std::string> tolerance;  ///< "0.05 C"
    Position value_at = {};                ///< of the text that begins with `value`
};
/// One electrical quantity that must lie in a range.
struct LineExpectation {
    enum class What {
        bus_voltage_mark,
        bus_voltage_space,
        bus_current_idle,
        bus_current_space,
        rx_low_count,
        collision_count,
        rx_level
    };
    Position at;
    What what;
    double minimum, maximum;  ///< SI units, counts, or 0/1 for the level
    std::string text;         ///< as written
};
struct Execution;
struct StepResult;

/// What a run has to record so that a step can look back at it.
enum class Recording { nothing, signals, frames };

/// What a step does: one class for each verb (`runner/steps`), with the contents of the file.
class StepAction {
public:
    StepAction() = default;
    StepAction(const StepAction&) = delete;
    StepAction& operator=(const StepAction&) = delete;
    virtual ~StepAction() = default;

    /// Does it and adds the outcome to the step's result. Throws `RunStopped` and `sim::BrokerError`.
    virtual void perform(Execution& run, StepResult& result) const = 0;
    /// The message expectation whose topic the bench has to subscribe to, if there is one, and the device it refers to.
    [[nodiscard]] virtual const MessageExpectation* expects() const { return nullptr; }
    [[nodiscard]] virtual std::string device() const { return {}; }
    [[nodiscard]] virtual Recording recording() const { return Recording::nothing; }
    /// Whether it runs a program of the user's, which the user has to allow.
    [[nodiscard]] virtual bool runs_program() const { return false; }
};

/// The end of a round of a loop that ends when a formula is true.
struct LoopEnd {
    Formula until;
    std::size_t skip = 0;   ///< how many of the following steps are its further rounds
    std::size_t round = 1;  ///< from 1
};

/// The part of a scenario that a step belongs to.
enum class Phase {
    setup,
    steps,
    teardown,  ///< done also after a failure
};

struct Step;
struct Scenario;

/// What a step of `Scenario` is with these variables; the error says which value is wrong, and where.
using LateStep = std::function<Checked<Step>(const Scenario&, const Variables&)>;

struct Step {
    Position at;
    std::string title;  ///< how a report shows it: "publish set/config/serial/enable"
    std::shared_ptr<const StepAction> action;
    std::string label = {};  ///< by which other places of the file refer to it; empty: none
    bool soft = false;       ///< the steps after it are done even if it fails
    Phase phase = Phase::steps;
    std::optional<LoopEnd> loop_end = {};  ///< instead of an action
    LateStep late = {};  ///< if set, gives the action to perform; `action` is one of its kind, with other numbers
};

/// The pace of the wall clock.
constexpr double real_pace = 1.0;

/// A scenario file, read and checked: everything in it is consistent and can be built.
struct Scenario {
    std::string path;
    std::string name;
    std::string description;
    int version = 1;
    double pace = 0.0;        ///< 0 = virtual; 1 = real time; x10 = 10
    double value_pace = 1.0;  ///< how much faster than time the meters' values and clocks run
    std::uint64_t seed = 1;
    std::string broker = "mosquitto";                   ///< "mosquitto", "internal" or "mqtt://host:port"
    Nanoseconds time_limit = std::chrono::minutes{10};  ///< of the whole run, virtual time
    Nanoseconds default_within = std::chrono::seconds{30};
    std::vector<std::string> tags;                  ///< what a selection of scenarios can go by
    std::map<std::string, std::string> parameters;  ///< of this case, by name
    std::vector<Requirement> skip_unless;
    std::optional<ExpectedFailure> expected_failure;
    std::vector<Device> devices;
    std::vector<Bus> buses;
    std::vector<Step> steps;      ///< setup and teardown included
    std::set<std::string> files;  ///< that it consists of, besides its own

    /// Whether any UART or bus in it leads out of the bench.
    [[nodiscard]] bool has_bridges() const;
    /// Whether anything in it leads out of the bench, so that it can run at no other pace than `real_pace`.
    [[nodiscard]] bool needs_real_time() const;
};

}  // namespace otbench::runner
