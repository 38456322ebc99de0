#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "circuit/segment/standard_master.hpp"
#include "firmware_model/storage/device_config.hpp"
#include "firmware_model/storage/parts.hpp"
#include "runner/language/config_words.hpp"
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

struct Device {
    Position at;
    std::string name;
    std::string model;                ///< "otb-iot"
    firmware::DeviceConfig firmware;  ///< its MAC address has twelve lower-case hex digits and no separators
    std::vector<firmware::Ds18b20> sensors;
    std::optional<DeviceUart> uart;
    std::string flash_file;  ///< where its flash comes from and goes to; empty: nowhere
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

/// Unless a scenario describes it: a standard master that no device is wired to.
struct Converter {
    Position at;
    circuit::ConverterModel model = circuit::ConverterModel::standard_master;
    double supply_v = circuit::standard_master::mark_v;
    double supply_resistance_ohm = 0.0;
    double ripple_v = 0.0;  ///< peak to peak
    double ripple_hz = 100.0;
    double temperature_c = 27.0;
    bool tx_floats = false;                     ///< nothing is connected to its TX input
    std::map<std::string, double> resistors;    ///< "r1" … "r8": ohm; infinity = open, 0 = short
    std::set<std::string> shorted_transistors;  ///< "q1" …
    std::optional<SerialPort> port;             ///< what it is wired to; otherwise the two pins, if they are given
    Pin tx, rx;
};

/// A serial line to a converter with a UART of its own.
struct SerialLink {
    int baud = 2400;
    std::map<std::string, std::string> faults;  ///< by the names of `meters::link_fault_entries`
};

struct Cable {
    Position at;
    double length_m = 0.0;
    double ohm_per_m = 0.073;
    double farad_per_m = 120e-12;
    double extra_farad = 0.0;
    double leak_ohm = circuit::open_circuit;  ///< across the terminals
    bool cut = false;
    double noise_v = 0.0;  ///< root mean square
    double noise_hz = 100e3;
    double spike_v = 0.0;
    double spikes_hz = 10.0;  ///< on average
    Duration spike_duration = std::chrono::microseconds{20};
};

struct Meter {
    Position at;
    std::string name;
    std::string profile;
    int address = 0;
    std::optional<std::string> id;  ///< eight digits
    std::optional<int> baud;
    std::optional<double> unit_loads;
    std::optional<double> space_current_a;
    std::optional<double> receive_threshold_v;  ///< below its tracked mark voltage
    std::optional<double> distance_m;           ///< along the cable; its end otherwise
    std::optional<Duration> response_delay;
    std::map<std::string, std::string> values;  ///< name of the profile's value → as written ("9730 kWh")
    std::map<std::string, Position> value_positions;
    bool shares_address = false;                ///< another meter may have the same address
    std::map<std::string, std::string> faults;  ///< what is wrong with it, by the names of `meters::fault_entries`
};

/// A place on the bus for real devices.
struct Bridge {
    Position at;
    sim::BridgeSettings settings;
    double unit_loads = 1.0;  ///< of its transceiver, as slave
};

struct Bus {
    Position at;
    Converter converter;
    std::optional<SerialLink> serial_link;  ///< none: the converter hangs on the device's pins
    Cable cable;
    std::vector<Meter> meters;
    std::vector<Bridge> bridges;  ///< at most one of them is the master

    [[nodiscard]] bool has_outside_master() const;
};

/// What a payload has to look like.
struct PayloadPattern {
    enum class Kind { exact, prefix, regex };
    Position at;
    Kind kind = Kind::exact;
    std::string text;
};

/// Messages that must come, in this order, or (none) must not.
struct MessageExpectation {
    Position at;
    std::optional<std::string> topic;      ///< the device's status topic unless given
    std::vector<PayloadPattern> payloads;  ///< one message each, in order
    bool none = false;                     ///< nothing that matches (or nothing at all) may come within `within`
    std::optional<Duration> within;        ///< virtual time; the scenario's default otherwise
};

struct PublishStep {
    std::string device;  ///< whose command topic is used when `topic` is not given
    std::optional<std::string> topic;
    std::string payload;
    int qos = 0;
    bool retain = false;
    std::optional<MessageExpectation> expect;
};
struct WaitStep {
    enum class For {
        duration,
        bus_idle,
        outside_connected,  ///< somebody is behind every bridge
        outside_gone,       ///< nobody is behind any bridge
    };
    For what = For::duration;
    Duration duration{};             ///< to wait, or for how long the bus must have been idle
    std::optional<Duration> within;  ///< limit for all but duration
};
struct ExpectMessageStep {
    std::string device;
    MessageExpectation expect;
};
/// One named value of the decoded reading.
struct ReadingExpectation {
    Position at;
    std::string name;                      ///< "energy", "flow-temperature", "manufacturer", …
    std::string value;                     ///< as written: "9730 kWh", "value during error state", "ACW"
    std::optional<std::string> tolerance;  ///< "0.05 C"
};
/// Decodes octets that a device has handed over: the last dump of its receive buffer, or what its hat published after
/// the last query.
struct DecodeStep {
    enum class Source { last_dump, hat_data };
    Source source = Source::last_dump;
    std::vector<ReadingExpectation> expect;
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
struct ExpectLineStep {
    std::vector<LineExpectation> expect;
};
/// Something happens to the network between devices and broker.
struct LinkStep {
    enum class What { wifi_down, wifi_up, broker_down, broker_up, closed, reset };
    What what;
};
/// A device's power goes and comes back.
struct PowerCycleStep {
    std::string device;
};
/// Somebody drives a pin from outside.
struct PinStep {
    Pin pin;
    bool level = false;
};
struct ExpectPinStep {
    Pin pin;
    bool level = false;
};
/// A temperature sensor is plugged on, unplugged, or gets another temperature.
struct SensorStep {
    std::string device;
    firmware::Ds18b20 sensor;
};
/// The hourly query script reads meters (spec: firmware, section 11.1).
struct QueryScriptStep {
    std::string device;
    bool mezzanine = false;
    int tx = 15, rx = 13;
    int speed = 2400;
    std::vector<int> addresses;
};
/// Somebody changes values, status or faults of a meter.
struct MeterStep {
    std::string meter;
    std::optional<bool> holds_space;              ///< draws its space current all the time, or no longer
    std::map<std::string, std::string> settings;  ///< see `meters::apply_setting`
};
/// Somebody changes the faults of the serial line to the converter.
struct SerialLinkStep {
    std::map<std::string, std::string> faults;  ///< see `meters::set_link_fault`
};
/// Converter and cable become what they are here.
struct ElectricsStep {
    Converter converter;
    Cable cable;
};
struct NoteStep {
    std::string text;
};

struct Step {
    Position at;
    std::string title;  ///< how a report shows it: "publish set/config/serial/enable"
    std::variant<PublishStep, WaitStep, ExpectMessageStep, DecodeStep, ExpectLineStep, NoteStep, LinkStep,
                 PowerCycleStep, PinStep, ExpectPinStep, SensorStep, QueryScriptStep, MeterStep, SerialLinkStep,
                 ElectricsStep>
        action;
};

/// The pace of the wall clock.
constexpr double real_pace = 1.0;

/// A scenario file, read and checked: everything in it is consistent and can be built.
struct Scenario {
    std::string path;
    std::string name;
    std::string description;
    int version = 1;
    double pace = 0.0;  ///< 0 = virtual; 1 = real time; x10 = 10
    std::uint64_t seed = 1;
    std::string broker = "mosquitto";                ///< "mosquitto", "internal" or "mqtt://host:port"
    Duration time_limit = std::chrono::minutes{10};  ///< of the whole run, virtual time
    Duration default_within = std::chrono::seconds{30};
    std::vector<Device> devices;
    std::optional<Bus> bus;
    std::vector<Step> steps;

    /// Whether anything in it leads out of the bench, so that it can run at no other pace than `real_pace`.
    [[nodiscard]] bool has_bridges() const;
};

}  // namespace otbench::runner
