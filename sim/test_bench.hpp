#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "base/event_sink.hpp"

namespace otbench::firmware {
struct DeviceConfig;
}

namespace otbench::sim {

class BenchMaster;
class Bridge;
class Broker;
class BusSegment;
class CaptureFile;
class DeviceUnderTest;
class EventLog;
class HttpExchange;
class HttpPort;
class MqttNetwork;
class SerialLink;
class VcdWriter;
struct BridgeSettings;
struct BrokerAccess;
struct Endpoint;
struct OutsideSettings;
struct ProcessSettings;

/// Why a piece of virtual time ended.
enum class RunEnd {
    reached,   ///< the condition holds, or the time is over where there was no condition
    deadline,  ///< the condition did not come in time
    stopped,   ///< the user interrupted the run
};

/// Everything that is simulated in one process, and the control of its time. SystemC allows one per process.
///
/// Build it, add devices and buses, `start()`, then let time run. All calls come from one thread. Those that let time
/// run throw `std::runtime_error` when a part of the bench does too much at one instant, and `std::system_error` when
/// the trace cannot be written.
class TestBench {
public:
    /// `interrupted` is checked while time runs; it may be set by a signal handler.
    TestBench(std::unique_ptr<Broker> broker, double pace, const std::atomic<bool>& interrupted);
    ~TestBench();
    /// Ends what the devices started; time does not go on after it.
    void end();

    EventLog& log();
    VcdWriter& waves();
    CaptureFile& captures();
    MqttNetwork& network();
    [[nodiscard]] std::string broker_description() const;
    /// How other clients reach the broker.
    [[nodiscard]] BrokerAccess broker_access() const;

    /// A model of otb-iot, of which `name` is the scenario's name.
    DeviceUnderTest& add_otb_iot(const std::string& name, const firmware::DeviceConfig& config);
    /// A firmware in a process of its own, which speaks the device protocol.
    DeviceUnderTest& add_process(const std::string& name, const firmware::DeviceConfig& config,
                                 const ProcessSettings& settings);
    /// A device outside the bench; needs real time.
    DeviceUnderTest& add_outside(const std::string& name, const firmware::DeviceConfig& config,
                                 const OutsideSettings& settings);
    BusSegment& add_bus(std::unique_ptr<BusSegment> bus);
    /// Opens an endpoint for an external peer; needs real time. Throws std::runtime_error with a line for the user.
    Bridge& add_bridge(const BridgeSettings& settings);
    /// The bench's own master on a bus that no other master drives.
    BenchMaster& add_master(BusSegment& bus);
    /// Takes a bus, and the bench's own master on it, off the bench. Nothing else may be joined to it.
    void remove_bus(const BusSegment& bus);
    /// Closes the endpoint; no bus may be joined to it that goes on.
    void remove_bridge(const Bridge& bridge);
    SerialLink& add_serial_link(std::unique_ptr<SerialLink> link);
    /// Opens an endpoint for the HTTP clients of `device`, whose name is `name`; needs real time. Throws
    /// std::runtime_error with a line for the user.
    HttpPort& add_http_port(const std::string& name, DeviceUnderTest& device, const Endpoint& endpoint);

    /// Powers the devices on. Devices may not be added afterwards.
    void start();

    [[nodiscard]] Nanoseconds time() const;
    /// Lets time run for `duration`.
    RunEnd run_for(Nanoseconds duration);
    /// Lets time run until `condition` holds, which is checked after every message to the bench and after `wake()`.
    RunEnd run_until(const std::function<bool()>& condition, Nanoseconds deadline);

    /// With bridges: for how long time stood still in all, because the simulation took longer than the clock.
    [[nodiscard]] Nanoseconds stood_still() const;
    /// In real time: how far the simulation was behind the clock lately, and at most.
    [[nodiscard]] Nanoseconds late() const;
    [[nodiscard]] Nanoseconds most_late() const;

    /// Sends `request` to the HTTP port of `device`, which must have one, and wakes the bench at its end. Time has to
    /// run for it.
    std::shared_ptr<HttpExchange> http_request(DeviceUnderTest& device, std::string request, Cause cause);

    /// From now on a wait for the wall clock ends when `fd` can be read, so that `run_until` checks its condition. -1:
    /// no longer. Throws `std::system_error`.
    void attend_to(int fd);

    /// Makes a running `run_until` check its condition.
    void wake();

    /// From now on `goes_on` is asked after each slice of time, some of virtual time long; a run ends as stopped when
    /// it returns false.
    void ask_after_slices(std::function<bool()> goes_on);

private:
    struct Parts;

    RunEnd advance(Nanoseconds until);

    std::unique_ptr<Parts> parts_;
};

}  // namespace otbench::sim
