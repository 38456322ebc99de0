#include "sim/test_bench.hpp"

#include <algorithm>
#include <utility>

#include "base/systemc/simulate.hpp"
#include "firmware_model/otb_iot_device.hpp"
#include "sim/device/otb_iot_model.hpp"
#include "sim/device/process_device.hpp"

namespace otbench::sim {
namespace {

/// The longest piece of time that is simulated at once while bits are on their way to an external peer: about half a
/// bit at 2400 baud.
constexpr Nanoseconds busy_slice = std::chrono::microseconds{250};
/// As much as a busy machine's scheduler costs now and then; less than a character at 2400 baud and its gap.
constexpr Nanoseconds tolerable_delay = std::chrono::milliseconds{10};

}  // namespace

TestBench::TestBench(std::unique_ptr<Broker> broker, double pace, const std::atomic<bool>& interrupted)
    : broker_(std::move(broker)),
      pacer_(pace),
      interrupted_(interrupted),
      network_clock_("network"),
      network_(std::make_unique<MqttNetwork>(*broker_, network_clock_)) {}

TestBench::~TestBench() = default;

DeviceUnderTest& TestBench::add_otb_iot(const std::string& name, const firmware::DeviceConfig& config) {
    const auto station = network_->add_device();
    devices_.push_back(std::make_unique<OtbIotModel>(name, config, station.port, station.http, log_));
    return *devices_.back();
}

DeviceUnderTest& TestBench::add_process(const std::string& name, const firmware::DeviceConfig& config,
                                        const ProcessSettings& settings) {
    const auto station = network_->add_device();
    sinks_.push_back(std::make_unique<NamedSink>(log_, name));
    devices_.push_back(std::make_unique<ProcessDevice>(name, config, settings, station.port, &station.http,
                                                       *sinks_.back(), [this] { return slice_end_; }));
    return *devices_.back();
}

BusSegment& TestBench::add_bus(std::unique_ptr<BusSegment> bus) {
    buses_.push_back(std::move(bus));
    return *buses_.back();
}

Bridge& TestBench::add_bridge(const BridgeSettings& settings) {
    bridges_.push_back(std::make_unique<Bridge>(settings.name.c_str(), settings, pacer_, log_));
    return *bridges_.back();
}

HttpPort& TestBench::add_http_port(const std::string& name, DeviceUnderTest& device, const Endpoint& endpoint) {
    http_ports_.push_back(std::make_unique<HttpPort>(name, endpoint, *device.http(), network_clock_, pacer_, log_));
    return *http_ports_.back();
}

std::shared_ptr<HttpExchange> TestBench::http_request(DeviceUnderTest& device, std::string request, Cause cause) {
    auto exchange = std::make_shared<HttpExchange>(*device.http(), std::move(request), cause, [this] { wake(); });
    exchange->start();
    return exchange;
}

SerialLink& TestBench::add_serial_link(std::unique_ptr<SerialLink> link) {
    serial_links_.push_back(std::move(link));
    return *serial_links_.back();
}

BenchMaster& TestBench::add_master(BusSegment& bus) {
    masters_.push_back(std::make_unique<BenchMaster>("master", bus, log_, [this] { wake(); }));
    return *masters_.back();
}

void TestBench::start() {
    for (const auto& device : devices_) device->power_on();
    simulate(Nanoseconds{0});
    pacer_.wait_until(now());
}

RunEnd TestBench::run_for(Nanoseconds duration) {
    const Nanoseconds end = now() + duration;
    while (now() < end)
        if (advance(end) == RunEnd::interrupted) return RunEnd::interrupted;
    return RunEnd::reached;
}

RunEnd TestBench::run_until(const std::function<bool()>& condition, Nanoseconds deadline) {
    while (!condition()) {
        if (now() >= deadline) return RunEnd::deadline;
        if (advance(deadline) == RunEnd::interrupted) return RunEnd::interrupted;
    }
    return RunEnd::reached;
}

void TestBench::wake() {
    woken_ = true;
    if (running_) sc_core::sc_pause();
}

/// When the simulation has fallen behind, both the peers and the bench have seen a pause. Catching up would compress
/// what follows for one side and stretch it for the other; so time continues as if the pause had not happened.
void TestBench::forget_delay() {
    if (!bridges_.empty() && pacer_.time() - now() > tolerable_delay) stood_still_ += pacer_.set_back(now());
}

/// Lets the wall clock run ahead of the simulation, at most to the next possible event: events are then late by next to
/// nothing, and what peers sent meanwhile still lies ahead. Returns how far the simulation may run now.
Nanoseconds TestBench::wait_for_clock(Nanoseconds until) {
    const sc_core::sc_time idle = sc_core::sc_time_to_pending_activity();
    const Nanoseconds eventless = idle < to_sc_time(until - now()) ? to_nanoseconds(idle) : until - now();
    const Nanoseconds end = bridges_.empty() ? until : std::min(until, now() + std::max(eventless, busy_slice));
    pacer_.wait_until(end);
    return std::clamp(pacer_.time(), now(), until);
}

/// One slice of time, at most to `until`; shorter when the bench was woken.
RunEnd TestBench::advance(Nanoseconds until) {
    if (interrupted_) return RunEnd::interrupted;
    Nanoseconds end = std::min(until, now() + pacer_.slice());
    if (pacer_.real_time()) {
        forget_delay();
        end = wait_for_clock(end);
    }
    woken_ = false;
    running_ = true;
    slice_end_ = end;
    simulate(end - now());
    // A process that is due exactly at the end has not run yet.
    while (!woken_ && sc_core::sc_pending_activity_at_current_time()) simulate(Nanoseconds{0});
    running_ = false;
    network_->poll();
    return RunEnd::reached;
}

}  // namespace otbench::sim
