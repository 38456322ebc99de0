#include "sim/test_bench.hpp"

#include <algorithm>
#include <utility>

#include "sim/otb_iot_model.hpp"

namespace otbench::sim {

TestBench::TestBench(std::unique_ptr<Broker> broker, double pace, const std::atomic<bool>& interrupted)
    : broker_(std::move(broker)),
      pacer_(pace),
      interrupted_(interrupted),
      timeline_("timeline"),
      network_(std::make_unique<MqttNetwork>(*broker_, timeline_)) {}

TestBench::~TestBench() = default;

Device& TestBench::add_otb_iot(const std::string& name, const firmware::DeviceConfig& config) {
    devices_.push_back(std::make_unique<OtbIotModel>(name, config, network_->add_device(), log_));
    return *devices_.back();
}

BusSegment& TestBench::add_bus(std::unique_ptr<BusSegment> bus) {
    buses_.push_back(std::move(bus));
    return *buses_.back();
}

void TestBench::start() {
    for (const auto& device : devices_) device->power_on();
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
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

/// One slice of time, at most to `until`; shorter when somebody woke the bench.
RunEnd TestBench::advance(Nanoseconds until) {
    if (interrupted_) return RunEnd::interrupted;
    const Nanoseconds end = std::min(until, now() + pacer_.slice());
    woken_ = false;
    running_ = true;
    sc_core::sc_start(to_sc_time(end - now()));
    // A process that is due exactly at the end has not run yet.
    while (!woken_ && sc_core::sc_pending_activity_at_current_time()) sc_core::sc_start(sc_core::SC_ZERO_TIME);
    running_ = false;
    pacer_.wait_until(now());
    network_->poll();
    return RunEnd::reached;
}

}  // namespace otbench::sim
