#include "sim/device/outside_device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/systemc/time.hpp"
#include "sim/host/process/command.hpp"

namespace otbench::sim {
namespace {

constexpr Nanoseconds least_life = std::chrono::seconds{1};  // between two starts of a program that ends by itself
constexpr std::chrono::seconds switching_time{30};           // for a program that switches a device on or off
constexpr std::size_t longest_unkept_log = std::size_t{1} << 20U;
constexpr std::size_t longest_quote = 200;  // of what a program printed, in a message
constexpr std::streamoff log_end = 4096;    // where its last line is looked for

std::string text_of(const PeerExit& exit) {
    return exit.signal != 0 ? fmt::format("signal {}", exit.signal) : fmt::format("exit code {}", exit.code);
}

/// The last line with text of a log.
std::string last_line_of(const std::string& path) {
    std::ifstream log{path, std::ios::ate};
    log.seekg(-std::min<std::streamoff>(log_end, log.tellg()), std::ios::end);
    std::string last;
    for (std::string line; std::getline(log, line);)
        if (line.find_first_not_of(" \t\r") != std::string::npos) last = line.substr(0, longest_quote);
    return last;
}

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

/// What a program prints that runs for days does not fill the memory; its end alone is looked at.
void OutsideDevice::shorten_log() const {
    const bool is_read = settings_.is_ready_line && !said_ready_;
    if (unkept_log_ && !is_read && unkept_log_->size() > longest_unkept_log) unkept_log_->clear();
}

void OutsideDevice::read_log() {
    if (said_ready_ || !settings_.is_ready_line) return;
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
    if (!log_.is_open()) open_log();
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
    shorten_log();
    const auto exit = process_->ended();
    if (!exit || simulated_time() < started_ + least_life) return;
    events_.record(simulated_time(), event::crash, Cause::none, {{"signal", text_of(*exit)}});
    ++ends_;
    last_end_ = *exit;
    last_words_ = last_line_of(settings_.process->log_file);
    start();
}

std::string OutsideDevice::trouble() const {
    if (ends_ == 0) return {};
    return fmt::format("; its program ended {} with {}{}",
                       ends_ == 1 ? "once," : fmt::format("{} times, the last time", ends_), text_of(last_end_),
                       last_words_.empty() ? " and without a word" : fmt::format(" and the words '{}'", last_words_));
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
