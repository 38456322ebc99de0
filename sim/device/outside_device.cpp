#include "sim/device/outside_device.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/event_kinds.hpp"
#include "base/systemc/time.hpp"
#include "sim/host/process/command.hpp"

namespace otbench::sim {
namespace {

constexpr Nanoseconds least_life = std::chrono::seconds{1};  // between two starts of a program that ends by itself
constexpr std::chrono::seconds switching_time{30};           // for a program that switches a device on or off

}  // namespace

OutsideDevice::OutsideDevice(const std::string& name, const firmware::DeviceConfig& config, OutsideSettings settings,
                             EventSink& events)
    : name_(name),
      config_(config),
      identity_(firmware::Identity::of(*config_.board, config_.mac)),
      settings_(std::move(settings)),
      events_(events),
      alarms_(name + "_alarms"),
      hardware_(config_, alarms_, pins_, events_, [] {}) {
    if (settings_.command_topic.empty()) settings_.command_topic = "/" + identity_.root + "/" + identity_.chip;
    if (settings_.status_topic.empty())
        settings_.status_topic = firmware::publish_topic(identity_, config_.locations, "status");
}

void OutsideDevice::power_on() {
    if (settings_.process) start();
    if (settings_.switch_on.empty()) return;
    switch_power(settings_.switch_off);
    switch_power(settings_.switch_on);
}

void OutsideDevice::switch_power(const std::vector<std::string>& command) {
    const std::string words = fmt::format("{}", fmt::join(command, " "));
    try {
        const auto result = run_command(command, switching_time);
        events_.record(simulated_time(), event::program_run, Cause::none,
                       {{"command", words}, {"exit_code", result.exit.code}, {"output", result.output}});
        if (result.exit.signal == 0 && result.exit.code == 0) return;
        throw PeerError{result.exit.signal != 0 ? fmt::format("'{}' was ended by signal {}", words, result.exit.signal)
                                                : fmt::format("'{}' ended with exit code {}", words, result.exit.code)};
    } catch (const PeerError& error) {
        throw DeviceError{fmt::format("device '{}': power: {}", name_, error.what()), DeviceError::Origin::environment};
    }
}

/// Lines of earlier runs do not count.
void OutsideDevice::open_log() {
    if (settings_.process->log_file.empty()) settings_.process->log_file = unkept_log_.emplace(name_).path();
    const std::string& path = settings_.process->log_file;
    const std::ofstream created{path, std::ios::app};
    log_.open(path, std::ios::ate);
    if (!log_)
        throw DeviceError{fmt::format("device '{}': {}: cannot be read", name_, path),
                          DeviceError::Origin::environment};
}

void OutsideDevice::read_log() {
    if (said_ready_ || !log_.is_open()) return;
    log_.clear();
    for (std::string part; !said_ready_ && std::getline(log_, part);) {
        line_ += part;
        if (log_.eof()) return;  // more of this line may follow
        said_ready_ = settings_.is_ready_line(line_);
        line_.clear();
    }
}

void OutsideDevice::start() {
    process_.reset();
    if (settings_.is_ready_line && !log_.is_open()) open_log();
    started_ = simulated_time();
    events_.record(started_, event::boot, Cause::none, {{"count", boots_++}});
    try {
        process_ = std::make_unique<CompanionProcess>(*settings_.process);
    } catch (const PeerError& error) {
        throw DeviceError{fmt::format("device '{}': {}", name_, error.what()), DeviceError::Origin::program};
    }
}

void OutsideDevice::attend() {
    if (!process_) return;
    read_log();
    const auto exit = process_->ended();
    if (!exit || simulated_time() < started_ + least_life) return;
    events_.record(simulated_time(), event::crash, Cause::none,
                   {{"signal", exit->signal != 0 ? fmt::format("signal {}", exit->signal)
                                                 : fmt::format("exit code {}", exit->code)}});
    start();
}

bool OutsideDevice::ready() const {
    return simulated_time() >= settings_.ready_after &&
           (said_ready_ || (!settings_.ready_message && !settings_.is_ready_line));
}

std::string OutsideDevice::ready_topic() const {
    return settings_.ready_message ? settings_.ready_message->topic : std::string{};
}

void OutsideDevice::heard(const std::string& topic, const std::string& payload) {
    const auto& wanted = settings_.ready_message;
    if (wanted && topic == wanted->topic && (!wanted->payload || payload == *wanted->payload)) said_ready_ = true;
}

}  // namespace otbench::sim
