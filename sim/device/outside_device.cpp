#include "sim/device/outside_device.hpp"

#include <fmt/core.h>

#include <utility>

#include "base/event_kinds.hpp"
#include "base/systemc/time.hpp"

namespace otbench::sim {
namespace {

constexpr Nanoseconds least_life = std::chrono::seconds{1};  // between two starts of a program that ends by itself

}  // namespace

OutsideDevice::OutsideDevice(const std::string& name, const firmware::DeviceConfig& config, OutsideSettings settings,
                             EventSink& events)
    : name_(name),
      config_(config),
      identity_(firmware::Identity::of(*config_.board, config_.mac)),
      settings_(std::move(settings)),
      events_(events),
      alarms_(fmt::format("{}_alarms", name).c_str()),
      hardware_(config_, alarms_, pins_, events_, [] {}) {
    if (settings_.command_topic.empty()) settings_.command_topic = "/" + identity_.root + "/" + identity_.chip;
    if (settings_.status_topic.empty())
        settings_.status_topic = firmware::publish_topic(identity_, config_.locations, "status");
}

void OutsideDevice::power_on() {
    if (settings_.process) start();
}

void OutsideDevice::start() {
    process_.reset();
    started_ = simulated_time();
    events_.record(started_, event::boot, Cause::none, {{"count", boots_++}});
    try {
        process_ = std::make_unique<CompanionProcess>(*settings_.process);
    } catch (const PeerError& error) {
        throw DeviceError{fmt::format("device '{}': {}", name_, error.what()), false};
    }
}

void OutsideDevice::attend() {
    if (!process_) return;
    const auto exit = process_->ended();
    if (!exit || simulated_time() < started_ + least_life) return;
    events_.record(simulated_time(), event::crash, Cause::none,
                   {{"signal", exit->signal != 0 ? fmt::format("signal {}", exit->signal)
                                                 : fmt::format("exit code {}", exit->code)}});
    start();
}

bool OutsideDevice::ready() const {
    return simulated_time() >= settings_.ready_after && (said_ready_ || !settings_.ready_message);
}

std::string OutsideDevice::ready_topic() const {
    return settings_.ready_message ? settings_.ready_message->topic : std::string{};
}

void OutsideDevice::heard(const std::string& topic, const std::string& payload) {
    const auto& wanted = settings_.ready_message;
    if (wanted && topic == wanted->topic && (!wanted->payload || payload == *wanted->payload)) said_ready_ = true;
}

}  // namespace otbench::sim
