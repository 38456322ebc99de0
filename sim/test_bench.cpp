#include "sim/test_bench.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "firmware_model/hardware/alarm_clock.hpp"
#include "sim/bench_master.hpp"
#include "sim/bridge.hpp"
#include "sim/bus_segment.hpp"
#include "sim/device/otb_iot_model.hpp"
#include "sim/device/outside_device.hpp"
#include "sim/device/process_device.hpp"
#include "sim/http_exchange.hpp"
#include "sim/http_port.hpp"
#include "sim/mqtt/broker.hpp"
#include "sim/mqtt_network.hpp"
#include "sim/now.hpp"
#include "sim/serial_link.hpp"
#include "sim/time_control.hpp"
#include "sim/trace/capture_file.hpp"
#include "sim/trace/event_log.hpp"
#include "sim/trace/vcd_writer.hpp"

namespace otbench::sim {

struct TestBench::Parts {
    Parts(std::unique_ptr<Broker> its_broker, double pace, const std::atomic<bool>& interrupted)
        : broker(std::move(its_broker)), control(pace, interrupted) {}

    std::unique_ptr<Broker> broker;
    TimeControl control;
    EventLog log;
    VcdWriter waves;
    CaptureFile captures;
    firmware::AlarmClock network_clock{"network"};
    MqttNetwork network{*broker, network_clock, log};
    std::vector<std::unique_ptr<NamedSink>> sinks;  ///< of devices that do not have one of their own
    std::vector<std::unique_ptr<DeviceUnderTest>> devices;
    std::vector<std::unique_ptr<BusSegment>> buses;
    std::vector<std::unique_ptr<Bridge>> bridges;
    std::vector<std::unique_ptr<HttpPort>> http_ports;
    std::vector<std::unique_ptr<SerialLink>> serial_links;
    struct MasterOfBus {
        const BusSegment* bus;
        std::unique_ptr<BenchMaster> master;
    };
    std::vector<MasterOfBus> masters;
    std::size_t masters_so_far = 0;
    std::function<bool()> goes_on = [] { return true; };
};

namespace {

template <class Part>
void remove_part(std::vector<std::unique_ptr<Part>>& parts, const Part& part) {
    parts.erase(std::remove_if(parts.begin(), parts.end(), [&](const auto& each) { return each.get() == &part; }),
                parts.end());
}

}  // namespace

TestBench::TestBench(std::unique_ptr<Broker> broker, double pace, const std::atomic<bool>& interrupted)
    : parts_(std::make_unique<Parts>(std::move(broker), pace, interrupted)) {}

TestBench::~TestBench() = default;

void TestBench::end() {
    for (const auto& device : parts_->devices) device->end();
}

EventLog& TestBench::log() {
    return parts_->log;
}
VcdWriter& TestBench::waves() {
    return parts_->waves;
}
CaptureFile& TestBench::captures() {
    return parts_->captures;
}
MqttNetwork& TestBench::network() {
    return parts_->network;
}
std::string TestBench::broker_description() const {
    return parts_->broker->description();
}

BrokerAccess TestBench::broker_access() const {
    return parts_->broker->access();
}

DeviceUnderTest& TestBench::add_otb_iot(const std::string& name, const firmware::DeviceConfig& config) {
    const auto station = parts_->network.add_device(name);
    parts_->devices.push_back(std::make_unique<OtbIotModel>(name, config, station.port, station.http, parts_->log));
    return *parts_->devices.back();
}

DeviceUnderTest& TestBench::add_process(const std::string& name, const firmware::DeviceConfig& config,
                                        const ProcessSettings& settings) {
    const auto station = parts_->network.add_device(name);
    parts_->sinks.push_back(std::make_unique<NamedSink>(parts_->log, name));
    parts_->devices.push_back(
        std::make_unique<ProcessDevice>(name, config, settings, station.port, &station.http, *parts_->sinks.back(),
                                        [&control = parts_->control] { return control.slice_end(); }));
    return *parts_->devices.back();
}

DeviceUnderTest& TestBench::add_outside(const std::string& name, const firmware::DeviceConfig& config,
                                        const OutsideSettings& settings) {
    parts_->sinks.push_back(std::make_unique<NamedSink>(parts_->log, name));
    parts_->devices.push_back(std::make_unique<OutsideDevice>(name, config, settings, *parts_->sinks.back()));
    return *parts_->devices.back();
}

BusSegment& TestBench::add_bus(std::unique_ptr<BusSegment> bus) {
    parts_->buses.push_back(std::move(bus));
    return *parts_->buses.back();
}

Bridge& TestBench::add_bridge(const BridgeSettings& settings) {
    auto bridge = std::make_unique<Bridge>(settings, parts_->control.pacer(), parts_->log);
    parts_->control.follow_peers();
    parts_->bridges.push_back(std::move(bridge));
    return *parts_->bridges.back();
}

HttpPort& TestBench::add_http_port(const std::string& name, DeviceUnderTest& device, const Endpoint& endpoint) {
    parts_->http_ports.push_back(std::make_unique<HttpPort>(name, endpoint, *device.http(), parts_->network_clock,
                                                            parts_->control.pacer(), parts_->log));
    return *parts_->http_ports.back();
}

SerialLink& TestBench::add_serial_link(std::unique_ptr<SerialLink> link) {
    parts_->serial_links.push_back(std::move(link));
    return *parts_->serial_links.back();
}

std::shared_ptr<HttpExchange> TestBench::http_request(DeviceUnderTest& device, std::string request, Cause cause) {
    auto exchange = std::make_shared<HttpExchange>(*device.http(), std::move(request), cause, [this] { wake(); });
    exchange->start();
    return exchange;
}

BenchMaster& TestBench::add_master(BusSegment& bus) {
    const std::size_t number = ++parts_->masters_so_far;
    std::string name = number == 1 ? "master" : fmt::format("master_{}", number);
    parts_->masters.push_back(
        {&bus, std::make_unique<BenchMaster>(std::move(name), bus, parts_->log, [this] { wake(); })});
    return *parts_->masters.back().master;
}

void TestBench::remove_bridge(const Bridge& bridge) {
    remove_part(parts_->bridges, bridge);
}

void TestBench::remove_bus(const BusSegment& bus) {
    remove_part(parts_->buses, bus);
    auto& masters = parts_->masters;
    masters.erase(std::remove_if(masters.begin(), masters.end(), [&](const auto& each) { return each.bus == &bus; }),
                  masters.end());
}

void TestBench::start() {
    for (const auto& device : parts_->devices) device->power_on();
    parts_->control.start();
}

Nanoseconds TestBench::time() const {
    return now();
}

Nanoseconds TestBench::stood_still() const {
    return parts_->control.stood_still();
}

Nanoseconds TestBench::late() const {
    return parts_->control.late();
}
Nanoseconds TestBench::most_late() const {
    return parts_->control.most_late();
}

void TestBench::attend_to(int fd) {
    parts_->control.pacer().attend_to(fd);
}

void TestBench::ask_after_slices(std::function<bool()> goes_on) {
    parts_->goes_on = std::move(goes_on);
}

void TestBench::wake() {
    parts_->control.wake();
}

RunEnd TestBench::run_for(Nanoseconds duration) {
    const Nanoseconds end = now() + duration;
    while (now() < end)
        if (advance(end) == RunEnd::stopped) return RunEnd::stopped;
    return RunEnd::reached;
}

RunEnd TestBench::run_until(const std::function<bool()>& condition, Nanoseconds deadline) {
    while (!condition()) {
        if (now() >= deadline) return RunEnd::deadline;
        if (advance(deadline) == RunEnd::stopped) return RunEnd::stopped;
    }
    return RunEnd::reached;
}

/// One slice of time, at most to `until`, and what other people's clients sent meanwhile.
RunEnd TestBench::advance(Nanoseconds until) {
    if (!parts_->control.run_slice(until)) return RunEnd::stopped;
    parts_->network.poll();
    for (const auto& device : parts_->devices) device->attend();
    return parts_->goes_on() ? RunEnd::reached : RunEnd::stopped;
}

}  // namespace otbench::sim
