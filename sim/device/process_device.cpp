#include "sim/device/process_device.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/systemc/time.hpp"
#include "base/text.hpp"
#include "firmware_model/storage/device_settings.hpp"
#include "firmware_model/storage/flash_image.hpp"
#include "sim/device/peer_hardware.hpp"

namespace otbench::sim {
namespace {

using odp::PeerEvent;

// How many rounds of events at one instant are awaited before the process goes on; two devices that wait for each
// other would wait for ever.
constexpr int most_rounds = 16;
// How often a process may end and start again at one instant: a firmware that crashes at each start lets no time pass.
constexpr int most_starts = 100;
constexpr int sanitizer_exit_code = 99;
constexpr int signal_exit_code = 128;  // and the signal: what a shell says, and a process that reports its own crash

/// The firmware did what no firmware should.
class FirmwareFault : public PeerError {
public:
    using PeerError::PeerError;
};

/// Thrown through the conversation when the device's power is cut.
struct PowerCut {};

bool is_crash(int signal) {
    return signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL || signal == SIGABRT;
}

}  // namespace

ProcessDevice::ProcessDevice(const std::string& name, const firmware::DeviceConfig& config, ProcessSettings settings,
                             firmware::NetworkPort& network, HttpAccess* http, EventSink& events,
                             std::function<Nanoseconds()> run_limit)
    : sc_module(sc_core::sc_module_name{name.c_str()}),
      name_(name),
      config_(config),
      identity_(firmware::Identity::of(*config_.board, config_.mac)),
      settings_(std::move(settings)),
      run_limit_(std::move(run_limit)),
      events_(events),
      alarms_(name + ".alarms"),
      hardware_(config_, alarms_, pins_, events_, [] {}),
      internal_lines_(pins_, hardware_.internal_i2c(), chip::internal_i2c.sda, chip::internal_i2c.scl),
      mezzanine_lines_(pins_, hardware_.mezzanine_i2c(), chip::mezzanine_i2c.sda, chip::mezzanine_i2c.scl),
      uart_(
          alarms_,
          [this](Nanoseconds at, bool level, Cause cause) { pins_.drive_peripheral(chip::tx_pin, at, level, cause); },
          [this](const bus::UartCharacter& character) { received(character); }),
      network_(network, events_, simulated_time,
               [this](auto kind, auto body, Cause cause) { push(kind, std::move(body), cause); }),
      http_(http),
      blank_flash_(name) {
    for (int pin = 0; pin < firmware::PinBank::count; ++pin)
        pins_.on_level(pin,
                       [this, pin](Nanoseconds at, bool level, Cause cause) { pin_changed(pin, at, level, cause); });
    SC_THREAD(run);
}

std::string ProcessDevice::command_topic() const {
    return "/" + identity_.root + "/" + identity_.chip;
}

std::string ProcessDevice::status_topic() const {
    return firmware::publish_topic(identity_, config_.locations, "status");
}

bool ProcessDevice::ready() const {
    return settings_.ready_after ? simulated_time() >= *settings_.ready_after : network_.subscribed();
}

void ProcessDevice::power_on() {
    power_cut_ = powered_;
    powered_ = true;
    idle_ = false;
    power_.notify(sc_core::SC_ZERO_TIME);
}

Cause ProcessDevice::record(std::string_view kind, Cause cause, std::initializer_list<EventField> fields) {
    return events_.record(simulated_time(), kind, cause, fields);
}

// ---- the life of a process ----

void ProcessDevice::run() {
    while (!powered_) wait(power_);
    try {
        for (;;) live();
    } catch (const FirmwareFault& fault) {
        peer_.reset();
        throw DeviceError{fmt::format("device '{}': {}", name_, fault.what()), DeviceError::Origin::firmware};
    } catch (const std::runtime_error& error) {
        peer_.reset();
        throw DeviceError{fmt::format("device '{}': {}", name_, error.what()), DeviceError::Origin::program};
    }
}

void ProcessDevice::live() {
    try {
        boot();
        greet();
        grant();
        converse();
    } catch (const PowerCut&) {
        power_cut_ = false;
        reset_cause_ = odp::ResetCause::power_on;
    }
}

void ProcessDevice::count_start() {
    if (simulated_time() != started_at_ || reset_cause_ == odp::ResetCause::power_on) starts_ = 0;
    started_at_ = simulated_time();
    if (++starts_ <= most_starts) return;
    throw FirmwareFault{
        fmt::format("the firmware starts again and again: {} times at {} s of virtual time, the last time "
                    "after a {}",
                    most_starts, std::chrono::duration<double>{started_at_}.count(),
                    reset_cause_ == odp::ResetCause::exception ? "crash" : "restart")};
}

void ProcessDevice::boot() {
    count_start();
    peer_.reset();
    pending_.clear();
    reset_announced_ = false;
    if (boots_ > 0) network_.power_cycle();
    last_cause_ = record(event::boot, Cause::none, {{"count", boots_++}});
    for (int pin = 0; pin < firmware::PinBank::count; ++pin)
        pins_.drive(pin, simulated_time(), firmware::PinDrive::floating, last_cause_);
    for (I2cLines* const lines : {&internal_lines_, &mezzanine_lines_}) lines->reset(simulated_time());
    uart_.reset();
    pins_.give_to_peripheral(chip::tx_pin, simulated_time(), firmware::PinDrive::output_high);
    pins_.give_to_peripheral(chip::rx_pin, simulated_time(), firmware::PinDrive::pulled_up);
    uart_.set_format(chip::console_format);
    ChildProgram program;
    program.command = settings_.command;
    program.log_file = settings_.log_file;
    program.environment = {
        {"OTBENCH_DEVICE", name_},
        {"OTBENCH_SEED", std::to_string(settings_.seed)},
        {"OTBENCH_FLASH", settings_.flash_file.empty() ? blank_flash_.path() : settings_.flash_file}};
    peer_ = std::make_unique<PeerProcess>(program, settings_.patience);
}

void ProcessDevice::greet() {
    odp::Hello hello;
    hello.now = simulated_time();
    hello.clock_at_boot_us = std::chrono::duration_cast<std::chrono::microseconds>(config_.system_time_at_boot).count();
    hello.cause = reset_cause_;
    hello.board = config_.board->name;
    hello.mac = config_.mac;
    hello.settings = firmware::settings_of(config_);
    hello.settings["flash"] = firmware::flash_image(config_);
    peer_->send(encode(hello));
    const auto frame = peer_->receive();
    if (!frame) throw PeerError{fmt::format("the program ended before HELLO_OK with code {}", peer_->wait().code)};
    const auto message = odp::parse(*frame);
    if (!message) refuse(*frame, message.error().message);
    const auto* answer = std::get_if<odp::HelloOk>(&*message);
    if (answer == nullptr) peer_->fail_protocol(fmt::format("{} before HELLO_OK", odp::type_name(frame->type)));
    if (answer->major != odp::major_version)
        throw PeerError{fmt::format("the program speaks version {}.{} of the device protocol (expected {}.{})",
                                    answer->major, answer->minor, odp::major_version, odp::minor_version)};
    hints_ = (answer->capabilities & odp::idle_hint) != 0;
    record(event::firmware, last_cause_, {{"name", answer->name}, {"version", answer->version}});
}

void ProcessDevice::converse() {
    restarting_ = false;
    for (;;) {
        const auto frame = peer_->receive();
        if (!frame) return ended();
        if (restarting_) continue;  // it promised to say nothing more
        check_clock(*frame);
        wait_until(frame->at);
        if (!serve(*frame)) restarting_ = true;
    }
}

void ProcessDevice::ended() {
    const PeerExit exit = peer_->wait();
    if (restarting_) return;
    int signal = exit.signal;
    if (signal == 0 && exit.code > signal_exit_code && is_crash(exit.code - signal_exit_code))
        signal = exit.code - signal_exit_code;
    if (is_crash(signal)) {
        const std::string name = fmt::format("SIG{}", ::sigabbrev_np(signal));
        record(event::crash, last_cause_, {{"signal", name}});
        if (settings_.fail_on_crash) throw FirmwareFault{fmt::format("the firmware crashed ({})", name)};
        reset_cause_ = odp::ResetCause::exception;
        return;
    }
    if (exit.code == sanitizer_exit_code)
        throw FirmwareFault{settings_.log_file.empty()
                                ? std::string{"a sanitizer stopped the firmware"}
                                : fmt::format("a sanitizer stopped the firmware; see {}", settings_.log_file)};
    if (exit.signal != 0) throw PeerError{fmt::format("the firmware was ended by SIG{}", ::sigabbrev_np(exit.signal))};
    throw PeerError{fmt::format("the firmware ended by itself with code {}", exit.code)};
}

// ---- its messages ----

void ProcessDevice::refuse(const odp::Frame& frame, const std::string& why) {
    peer_->fail_protocol(frame.body.empty() ? why : why + ": " + hex_text(frame.body, " "));
}

/// A process runs ahead of the simulation up to the horizon, and no further.
void ProcessDevice::check_clock(const odp::Frame& frame) {
    if (frame.at < peer_clock_)
        refuse(frame, fmt::format("{} at {} ns: time runs backwards from {} ns", odp::type_name(frame.type),
                                  frame.at.count(), peer_clock_.count()));
    if (frame.at != peer_clock_ && frame.at >= horizon_)
        refuse(frame, fmt::format("{} at {} ns is beyond the horizon of {} ns", odp::type_name(frame.type),
                                  frame.at.count(), horizon_.count()));
    peer_clock_ = frame.at;
}

struct ProcessDevice::Serve {
    ProcessDevice& device;

    template <typename Output>
    bool operator()(const Output& output) const {
        device.horizon_ = device.peer_clock_;  // what it does may come back at once
        device.carry_out(output);
        return true;
    }
    bool operator()(const odp::Advance& request) const {
        device.advance(request);
        return true;
    }
    bool operator()(const odp::I2c& request) const {
        device.transfer(request);
        return true;
    }
    bool operator()(const odp::Net& request) const {
        device.horizon_ = device.peer_clock_;
        if (const auto done = device.network_.request(request, device.last_cause_); !done)
            device.peer_->fail_protocol(done.error().message);
        return true;
    }
    bool operator()(const odp::Wifi& request) const {
        device.horizon_ = device.peer_clock_;
        device.network_.request(request);
        return true;
    }
    bool operator()(const odp::Restart& restart) const {
        if (!device.reset_announced_)
            device.record(event::reset, device.last_cause_, {{"stored_reason", restart.reason}});
        device.reset_cause_ = restart.cause;
        return false;
    }
    bool operator()(const odp::HelloOk&) const { device.peer_->fail_protocol("HELLO_OK twice"); }
    bool operator()(const odp::Crash&) const { return true; }  // the exit status tells the same
    bool operator()(const odp::Call&) const { return true; }
    bool operator()(const odp::Skipped&) const { return true; }
};

bool ProcessDevice::serve(const odp::Frame& frame) {
    const auto message = odp::parse(frame);
    if (!message) refuse(frame, message.error().message);
    return std::visit(Serve{*this}, *message);
}

void ProcessDevice::carry_out(const odp::Pin& request) {
    const int pin = request.pin;
    if (pin >= firmware::PinBank::count)
        peer_->fail_protocol(fmt::format("PIN: invalid pin {} (expected 0 to {})", pin, firmware::PinBank::count - 1));
    const Nanoseconds now = simulated_time();
    if (request.drive == odp::Pin::Drive::peripheral)
        return pins_.give_to_peripheral(
            pin, now, pin == chip::tx_pin ? firmware::PinDrive::output_high : firmware::PinDrive::pulled_up);
    const firmware::PinDrive drive = chip::drive_of(request.drive);
    const bool drives = firmware::PinBank::is_driven(drive);
    const bool drove = firmware::PinBank::is_driven(pins_.drive(pin));
    const int level = drive == firmware::PinDrive::output_high ? 1 : 0;
    Cause cause = last_cause_;
    if (drives && !drove) cause = record(event::gpio_dir, cause, {{"pin", pin}, {"dir", "out"}, {"level", level}});
    if (!drives && drove) cause = record(event::gpio_dir, cause, {{"pin", pin}, {"dir", "in"}});
    if (drives && drove && drive != pins_.drive(pin))
        cause = record(event::gpio_edge, cause, {{"pin", pin}, {"level", level}});
    pins_.drive(pin, now, drive, cause);
}

void ProcessDevice::carry_out(const odp::UartOut& out) {
    const Cause cause =
        record(event::uart_tx, last_cause_, {{"origin", out.log ? "log" : "cmd"}, {"hex", hex_text(out.octets)}});
    if (out.uart != 0) return;  // UART 1 has no line on these boards
    for (const char octet : out.octets) uart_.send(static_cast<std::uint8_t>(octet), cause);
}

void ProcessDevice::carry_out(const odp::UartFormat& request) {
    const auto format = chip::format_of(request);
    const std::int64_t baud = request.divider != 0 ? request.clock_hz / request.divider : 0;
    record(event::uart_baud, last_cause_,
           {{"uart", int{request.uart}}, {"divider", std::int64_t{request.divider}}, {"baud", baud}});
    if (!format) peer_->fail_protocol(format.error().message);
    if (request.uart == 0) uart_.set_format(*format);
}

void ProcessDevice::carry_out(const odp::Event& event) {
    if (event.kind == event::reset) {  // it restarts a little later
        reset_announced_ = true;
        const auto reason = event.fields.find("stored_reason");
        record(event::reset, last_cause_,
               {{"stored_reason", reason != event.fields.end() ? reason->second : std::string{}}});
        return;
    }
    std::string text;
    for (const auto& [key, value] : event.fields) text += fmt::format("{}{}={}", text.empty() ? "" : " ", key, value);
    record(event::firmware_event, last_cause_, {{"what", event.kind}, {"text", text}});
}

void ProcessDevice::transfer(const odp::I2c& request) {
    const auto& chips = request.bus == 0 ? hardware_.internal_i2c() : hardware_.mezzanine_i2c();
    const auto chip = chips.find(request.address);
    odp::I2cDone done;
    done.acknowledged = chip != chips.end();
    wait_until(simulated_time() + chip::i2c_duration(done.acknowledged ? request.count : 0, request.kilohertz));
    if (done.acknowledged && request.read) {
        for (int i = 0; i < request.count; ++i) done.octets.push_back(chip->second->read().octet);
    } else if (done.acknowledged) {
        chip->second->write(request.octets, last_cause_);
    }
    simulate_instant();
    done.now = peer_clock_ = simulated_time();
    done.horizon = horizon_ = horizon();
    done.events = take_events();
    peer_->send(encode(done));
}

// ---- time ----

void ProcessDevice::advance(const odp::Advance& request) {
    if (request.until < peer_clock_)
        peer_->fail_protocol(
            fmt::format("ADVANCE at {} ns to {} ns: time runs backwards", peer_clock_.count(), request.until.count()));
    try {
        grants_.did_one("its process", simulated_time());
    } catch (const Livelock& livelock) {
        throw PeerError{fmt::format("livelock: {}{}", livelock.what(), peer_->where())};
    }
    simulate_instant();
    while (simulated_time() < request.until && (!request.stop || pending_.empty())) {
        idle_ = hints_ ? request.idle : request.stop;
        idle_until_ = request.until;
        if (idle_) settled_.notify(sc_core::SC_ZERO_TIME);
        if (request.until == odp::for_ever)
            wait(wake_ | power_);
        else
            wait(to_sc_time(request.until - simulated_time()), wake_ | power_);
        simulate_instant();
    }
    idle_ = false;
    grant();
}

bool ProcessDevice::is_idle() const {
    return idle_ && pending_.empty() && simulated_time() < idle_until_;
}

void ProcessDevice::grant() {
    odp::Grant message;
    message.now = peer_clock_ = simulated_time();
    message.horizon = horizon_ = horizon();
    message.events = take_events();
    peer_->send(encode(message));
}

void ProcessDevice::wait_until(Nanoseconds at) {
    while (at > simulated_time()) {
        wait(to_sc_time(at - simulated_time()), power_);
        if (power_cut_) throw PowerCut{};
    }
}

void ProcessDevice::simulate_instant() {
    for (int round = 0; round < most_rounds && sc_core::sc_pending_activity_at_current_time(); ++round)
        wait(sc_core::SC_ZERO_TIME);
    if (power_cut_) throw PowerCut{};
}

Nanoseconds ProcessDevice::horizon() const {
    const Nanoseconds now = simulated_time();
    if (sc_core::sc_pending_activity_at_current_time()) return now;
    const Nanoseconds limit = now + std::min(settings_.look_ahead, std::max(run_limit_(), now) - now);
    const sc_core::sc_time idle = sc_core::sc_time_to_pending_activity();
    return idle < to_sc_time(limit - now) ? now + to_nanoseconds(idle) : limit;
}

// ---- what happens to it ----

void ProcessDevice::push(PeerEvent::Kind kind, std::vector<std::uint8_t> body, Cause cause) {
    if (!peer_) return;
    pending_.push_back({{kind, simulated_time(), std::move(body)}, cause});
    wake_.notify();
}

std::vector<PeerEvent> ProcessDevice::take_events() {
    std::vector<PeerEvent> events;
    for (Pending& pending : pending_) {
        if (pending.cause != Cause::none) last_cause_ = pending.cause;
        events.push_back(std::move(pending.event));
    }
    pending_.clear();
    return events;
}

void ProcessDevice::pin_changed(int pin, Nanoseconds at, bool level, Cause cause) {
    if (pin == chip::rx_pin)
        uart_.rx_changed(at, level, cause);
    else
        hardware_.pin_changed(pin, at, level, cause);
    for (I2cLines* const lines : {&internal_lines_, &mezzanine_lines_}) lines->pin_changed(pin, at, level, cause);
    if (pin == chip::tx_pin || pin == chip::rx_pin || firmware::PinBank::is_driven(pins_.drive(pin))) return;
    push(PeerEvent::Kind::pin_level, {static_cast<std::uint8_t>(pin), static_cast<std::uint8_t>(level ? 1 : 0)}, cause);
}

void ProcessDevice::received(const bus::UartCharacter& character) {
    const std::uint8_t errors = chip::errors_of(character);
    const std::uint8_t octet = character.octet;
    // The receiver knows the character in the middle of its stop bit; the chip has it at the end.
    const Nanoseconds half_bit = uart_.format()->bit_start(1) / 2;
    alarms_.at(simulated_time() + half_bit,
               [this, octet, errors, cause = character.cause] { receive(octet, errors, cause); });
}

void ProcessDevice::receive(std::uint8_t octet, std::uint8_t errors, Cause cause) {
    const Cause arrival = record(event::uart_rx, cause, {{"uart", 0}, {"hex", fmt::format("{:02x}", octet)}});
    push(PeerEvent::Kind::uart_in, {0, octet, errors}, arrival);
}

}  // namespace otbench::sim
