#include "firmware_model/commands/firmware.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "firmware_model/board/board_eeproms.hpp"
#include "firmware_model/board/console.hpp"
#include "firmware_model/commands/command_dispatch.hpp"
#include "firmware_model/network/reply.hpp"
#include "firmware_model/network/server_name.hpp"
#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {
namespace {

namespace layout = config_layout;
using namespace std::chrono_literals;

// Spec: firmware, sections 1.7, 1.8 and 10.
constexpr auto log_level_window = 250ms;
constexpr auto break_window = 1s;
constexpr auto address_to_mqtt = 500ms;
constexpr auto mqtt_to_peripherals = 500ms;
constexpr auto time_to_connect = 10s;
constexpr auto time_to_reset = 300s;
constexpr auto reset_delay = 1s;
constexpr auto reset_blocking_time = 1s;
constexpr int connect_blinks = 3;
constexpr int publish_blinks = 1;
constexpr auto watchdog_time = 8s;            // the chip's hardware watchdog, which firmware cannot set
constexpr int over_full_response_line = 268;  // of the firmware's source (spec: firmware, section 9.7)
constexpr int exception_signal = 11;          // what the reference recordings show for a null pointer

// Pins that are high between the start and the first MQTT connection, if they are free (spec: firmware, section 9.1).
constexpr PinSet high_at_start = {4, 5, 12, 13};

}  // namespace

Firmware::Firmware(const Board& board)
    : board_(board),
      gpio_(board.pins, board.processor, board.events),
      messenger_(board.processor, board.events, board.flash, board.identity, board.config.options),
      led_(board.processor, board.config.board->status_led != MainBoard::no_pin),
      internal_i2c_(board.processor, board.hardware.internal_i2c()),
      mezzanine_i2c_(board.processor, board.hardware.mezzanine_i2c()),
      hat_(board.processor, internal_i2c_, board.hardware.uart0(), messenger_, log_, board.events,
           board.config.options),
      serial_(board.processor, gpio_, board.events, board.config.options),
      log_([this](const std::string& line, Cause cause) { print(line, cause); },
           [this](const std::string& line, Cause cause) { messenger_.log_line(line, cause); }),
      temperature_sensors_(*this),
      nixie_(board.processor, gpio_),
      neo_pixels_(board.processor, gpio_),
      led_test_(board.processor, gpio_),
      led_driver_(board.processor, board.events, board.parts),
      updater_(board.processor, board.network, [this](bool done) { update_ended(done); }),
      station_(
          board.processor, board.network, [this] { wifi_connected(); },
          [this] { reset("WIFI: Station disconnected timeout", Cause::none); }) {}

std::string Firmware::version_id() const {
    const FirmwareBuild& build = board_.config.build;
    constexpr std::size_t longest = 63;
    auto version = fmt::format("otb-iot:{}:Build_{}:{}:{}", build.version, build.number, build.date, build.time);
    version.resize(std::min(version.size(), longest));
    return version;
}

bool Firmware::is_free_pin(int pin) const {
    return pin >= 0 && pin < PinBank::count && main_board().free_pins.contains(pin);
}

void Firmware::print(const std::string& text, Cause cause) {
    if (hat_.is_enabled() && fixed(Quirk::logs_on_bus)) return;
    const std::string line = text + '\n';
    const std::string sent = ConsoleRules::for_text(board_.config.options).apply(line);
    const Cause printed = board_.events.record(board_.processor.now(), event::uart_tx, cause,
                                               {{"origin", "log"}, {"hex", hex_text(sent)}, {"text", line}});
    board_.hardware.uart0().send(sent, printed);
}

bool Firmware::matches_keyword(std::string_view text, std::string_view keyword) const {
    return fixed(Quirk::text_after_colon_ignored) ? text == keyword : firmware::matches_keyword(text, keyword);
}

// ---- boot ----

void Firmware::start() {
    board_.processor.after(log_level_window, [this] {
        log_.plain("\nLog level selected: INFO");
        log_.info("OTB", version_id());
        log_.info("OTB", "SDK Version: " + board_.config.build.sdk_version);
        log_.info("OTB", fmt::format("Boot slot: {}", board_.flash.boot_slot));
        read_eeproms();
        set_up_board();
    });
}

/// What the EEPROMs of board and mezzanine say is known already; reading them takes its time all the same.
void Firmware::read_eeproms() {
    if (!read_board_eeprom(internal_i2c_)) {
        log_.warn("EEPROM", "Failed to connect to eeprom at 0x57 0");
        log_.info("EEPROM", "Failed");
        return;
    }
    if (main_board().takes_mezzanines) has_mezzanine_ = read_mezzanine_eeproms(internal_i2c_);
    if (main_board().takes_hat && board_.config.mbus_hat) hat_.detect();
    if (const auto& hat = hat_.identity())
        log_.info("OTB", fmt::format("RPi Hat found: {} {}", hat->vendor, hat->product));
}

void Firmware::set_up_board() {
    log_.info("OTB", "Chip ID: " + board_.identity.chip);
    log_.info("OTB", "Hardware info: " + board_.identity.hardware);
    for_each_free_pin([this](int pin) { gpio_.output(pin, high_at_start.contains(pin), Cause::none); });
    watch_reset_button();
    load_config();
    led_.show();
    log_.info("OTB", "Break checking");
    board_.processor.after(break_window, [this] { start_wifi(); });
}

void Firmware::watch_reset_button() {
    const int pin = main_board().reset_button;
    if (pin == MainBoard::no_pin) return;
    gpio_.input(pin, true, Cause::none);
    board_.processor.attach_interrupt(pin, [this, pin] {
        if (!gpio_.read(pin)) reset_later("Reset button pressed", Cause::none);
    });
}

void Firmware::load_config() {
    StoredConfig& config = board_.flash.config;
    if (config.has_magic() && config.has_valid_checksum()) {
        config.repair();
        return;
    }
    log_.error("CONF",
               config.has_magic() ? "Bad checksum - invalid config file" : "Bad magic value - invalid config file",
               Cause::none);
    config = StoredConfig::defaults();
    reset("CONF: New config stored, rebooting", Cause::none);
}

void Firmware::start_wifi() {
    log_.info("OTB", "WiFi enable");
    for (int colours = 0; colours < 2; ++colours) led_.show();  // WiFi initialised, then connecting
    board_.events.record(board_.processor.now(), event::wifi_hostname, Cause::none,
                         {{"name", board_.identity.device_id()}});
    switch_access_point(true, Cause::none);
    station_.connect(board_.flash.config.text(layout::ssid));
}

void Firmware::wifi_connected() {
    log_.info("OTB", "WiFi connected");
    led_.show();
    switch_access_point(false, Cause::none);
    board_.processor.after(address_to_mqtt, [this] { start_mqtt(); });
}

void Firmware::wifi_lost() {
    station_.lost();
    switch_access_point(true, Cause::none);
}

void Firmware::switch_access_point(bool on, Cause cause) {
    const bool stays = !station_.has_address() || board_.flash.config.number(layout::keep_ap_active) != 0;
    if (on == access_point_ || (!on && stays)) return;
    access_point_ = on;
    board_.events.record(board_.processor.now(), event::access_point, cause, {{"on", on}});
}

void Firmware::start_mqtt() {
    const StoredConfig& stored = board_.flash.config;
    log_.info("OTB", "MQTT connecting");
    const Nanoseconds now = board_.processor.now();
    const std::string host = full_server_name(stored.text(layout::mqtt_server), stored.text(layout::domain));
    const auto port = static_cast<std::uint16_t>(stored.number(layout::mqtt_port));
    const mqtt::Will will{will_topic(board_.identity, stored.locations(), board_.config.options.fixes), "offline", 0,
                          false};
    board_.events.record(now, event::mqtt_init, Cause::none, {{"host", host}, {"port", int{port}}});
    board_.events.record(
        now, event::lwt, Cause::none,
        {{"topic", will.topic}, {"payload", will.payload}, {"qos", int{will.qos}}, {"retain", will.retain}});

    mqtt::Connect connect;
    connect.client_id = board_.identity.device_id();
    connect.will = will;
    if (auto user = stored.text(layout::mqtt_user); !user.empty()) connect.username = std::move(user);
    if (auto password = stored.text(layout::mqtt_password); !password.empty()) connect.password = std::move(password);
    messenger_.use(nullptr);
    MqttEvents& self = *this;
    mqtt_ = std::make_unique<MqttClient>(board_.processor, board_.network, board_.events, self, host, port,
                                         std::move(connect), board_.config.options.fixes);
    mqtt_->connect();

    await_connection();
    if (!has_mezzanine_) apply_boot_states();
    if (std::exchange(peripherals_started_, true) && fixed(Quirk::wifi_restarts_everything)) return;
    board_.processor.after(mqtt_to_peripherals, [this] { start_peripherals(); });
}

void Firmware::await_connection() {
    board_.processor.cancel(connect_timer_);
    connect_timer_ = board_.processor.after(time_to_connect, [this] {
        switch_access_point(true, Cause::none);
        connect_timer_ = board_.processor.after(time_to_reset, [this] {
            if (!messenger_.is_connected()) reset("MQTT: Failed to connect timeout", Cause::none);
        });
    });
}

void Firmware::for_each_free_pin(const std::function<void(int pin)>& action) {
    for (int pin = 0; pin < PinBank::count; ++pin) {
        if (is_free_pin(pin)) action(pin);
    }
}

void Firmware::apply_boot_states() {
    for_each_free_pin([this](int pin) {
        if (fixed(Quirk::boot_states_on_used_pins) && serial_.uses(pin)) return;
        gpio_.output(pin, board_.flash.config.boot_state(pin), Cause::none);
    });
}

void Firmware::start_peripherals() {
    if (has_mezzanine_) {
        start_mezzanine();
    } else {
        temperature_sensors_.start();
        log_.info("OTB", "One wire bus initialized");
    }
    log_.info("OTB", "Boot sequence completed");
}

/// Also after each return of the WiFi, which keeps the serial port's settings (quirk Q21).
void Firmware::start_mezzanine() {
    constexpr int divisor_line = 260;  // of the firmware's source
    serial_.mezzanine.emplace(board_.processor, gpio_, mezzanine_i2c_, board_.config.options, [this](Cause cause) {
        assertion_failed("baudrate <= 0xffff", "src/otb_serial.c", divisor_line, cause);
    });
    serial_.mezzanine_on = serial_.mezzanine->initialise(serial_.mezzanine_settings());
    if (serial_.mezzanine_on) {
        log_.info("OTB", "Initialized serial board");
    } else {
        serial_.mezzanine.reset();
    }
}

// ---- restarts ----

void Firmware::reset(const std::string& reason, Cause cause, Log::Level level) {
    board_.flash.reboot_reason = reason;
    log_.write(level, "OTB", "Resetting: " + reason, cause);
    board_.processor.busy_wait(reset_blocking_time);
    board_.events.record(board_.processor.now(), event::reset, cause, {{"stored_reason", reason}});
    board_.processor.restart_after(board_.config.options.restart_delay);
}

void Firmware::reset_later(const std::string& reason, Cause cause, Log::Level level) {
    board_.processor.after(reset_delay, [this, reason, cause, level] { reset(reason, cause, level); });
}

void Firmware::update_ended(bool done) {
    if (!done) {
        messenger_.status("update", {"error", "update failed"}, Cause::none);
        return;
    }
    board_.flash.boot_slot = board_.flash.boot_slot == 0 ? 1 : 0;
    messenger_.status("update", {"ok", "resetting"}, Cause::none);
    reset_later("RBOOT: Update successful", Cause::none);
}

void Firmware::crash(Cause cause) {
    board_.events.record(board_.processor.now(), event::crash, cause, {{"signal", exception_signal}});
    board_.processor.crash();
}

void Firmware::hang(Cause cause) {
    board_.processor.busy_wait(watchdog_time);
    board_.events.record(board_.processor.now(), event::watchdog, cause, {});
    board_.processor.crash();
}

void Firmware::assertion_failed(std::string_view condition, std::string_view file, int line, Cause cause) {
    if (std::exchange(assertion_failed_, true)) return;
    const Cause failed = board_.events.record(board_.processor.now(), event::assertion, cause, {});
    log_.error({}, "------------- ASSERTION FAILED -------------", failed);
    log_.error({}, condition, failed);
    log_.error({}, fmt::format("File: {} Line: {}", file, line), failed);
    log_.error({}, "Rebooting", failed);
    log_.error({}, "--------------------------------------------", failed);
    reset_later("UTIL: Assertion Failed", failed, Log::Level::error);
    board_.processor.busy_wait(reset_blocking_time);
}

// ---- MQTT ----

bool Firmware::is_ready() const {
    return messenger_.is_connected() && mqtt_->is_settled();
}

void Firmware::mqtt_connected(Cause cause) {
    board_.processor.cancel(connect_timer_);
    messenger_.use(mqtt_.get());
    log_.info("OTB", "MQTT connected");
    if (!std::exchange(said_booted_, true) || !fixed(Quirk::boot_message_on_reconnect)) {
        messenger_.status(fmt::format("booted:slot:{}", board_.flash.boot_slot), {}, cause);
    }
    led_.show();
    led_.blink(connect_blinks);
    messenger_.subscribe(cause);
}

void Firmware::mqtt_published() {
    led_.blink(publish_blinks);
}

void Firmware::mqtt_disconnected() {
    messenger_.use(nullptr);
    if (fixed(Quirk::lost_broker_never_resets)) await_connection();
}

void Firmware::mqtt_warned(std::string_view text) {
    log_.warn("MQTT", text);
}

void Firmware::mqtt_received(const std::string& topic, const std::string* payload, Cause cause) {
    if (payload == nullptr && board_.config.options.null_pointer_restarts && !fixed(Quirk::empty_payload_crash))
        crash(cause);
    run_command(topic, payload != nullptr ? *payload : std::string{}, cause);
}

void Firmware::run_command(const std::string& topic, const std::string& payload, Cause cause) {
    const Cause command =
        board_.events.record(board_.processor.now(), event::command, cause, {{"topic", topic}, {"payload", payload}});
    Reply response{board_.config.options};
    const bool done = dispatch_command(*this, topic, payload, response, command);
    if (response.is_overfull()) {
        assertion_failed("otb_cmd_rsp_next < OTB_CMD_RSP_MAX_LEN", "src/otb_cmd.c", over_full_response_line, command);
    }
    messenger_.reply(done, response, command);
    messenger_.locations_changed(command);
}

}  // namespace otbench::firmware
