#include "firmware_model/commands/firmware.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "firmware_model/board/board_hardware.hpp"
#include "firmware_model/board/console.hpp"
#include "firmware_model/commands/command_dispatch.hpp"
#include "firmware_model/commands/peripherals.hpp"
#include "firmware_model/network/reply.hpp"
#include "firmware_model/network/server_name.hpp"
#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {
namespace {

namespace layout = config_layout;
using namespace std::chrono_literals;

// Spec: firmware, sections 1.7, 1.8 and 10.
constexpr auto log_level_window = 250ms;
constexpr auto time_in_break_menu = 300s;
constexpr auto address_to_mqtt = 500ms;
constexpr auto mqtt_to_peripherals = 500ms;
constexpr auto time_to_connect = 10s;
constexpr auto time_to_reset = 300s;
constexpr int connect_blinks = 3;
constexpr int publish_blinks = 1;
constexpr int over_full_response_line = 268;  // of the firmware's source (spec: firmware, section 9.7)

}  // namespace

Firmware::Firmware(const Board& board)
    : board_(board),
      messenger_(board.processor, board.events, board.flash, board.identity, board.config.options),
      led_(board.processor, board.config.board->status_led != MainBoard::no_pin),
      log_([this](const std::string& line, Cause cause) { print(line, cause); },
           [this](const std::string& line, Cause cause) { messenger_.log_line(line, cause); }),
      restarts_(board.processor, board.events, board.flash, log_, board.config.options),
      peripherals_(std::make_unique<Peripherals>(*this)),
      updater_(board.processor, board.network, [this](bool done) { update_ended(done); }),
      break_check_(board.processor, board.hardware.uart0()),
      station_(
          board.processor, board.network, [this] { wifi_connected(); },
          [this] { restarts_.reset("WIFI: Station disconnected timeout", Cause::none); }),
      http_(board.processor, board.network, board.events, *this) {}

Firmware::~Firmware() = default;

Serial& Firmware::serial() {
    return peripherals_->serial;
}

Hat& Firmware::hat() {
    return peripherals_->hat;
}

Gpio& Firmware::gpio() {
    return peripherals_->gpio;
}

TemperatureSensors& Firmware::temperature_sensors() {
    return peripherals_->temperature_sensors;
}

Nixie& Firmware::nixie() {
    return peripherals_->nixie;
}

NeoPixels& Firmware::neo_pixels() {
    return peripherals_->neo_pixels;
}

LedDriver& Firmware::led_driver() {
    return peripherals_->led_driver;
}

SosBlinker& Firmware::led_test() {
    return peripherals_->led_test;
}

void Firmware::pin_changed(int pin, Nanoseconds at, bool level, Cause cause) {
    peripherals_->serial.uart.pin_changed(pin, at, level, cause);
}

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
    if (peripherals_->hat.is_enabled() && fixed(Quirk::logs_on_bus)) return;
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
        peripherals_->read_eeproms();
        set_up_board();
    });
}

void Firmware::set_up_board() {
    log_.info("OTB", "Chip ID: " + board_.identity.chip);
    log_.info("OTB", "Hardware info: " + board_.identity.hardware);
    peripherals_->set_up_pins();
    load_config();
    led_.show();
    log_.info("OTB", "Break checking");
    break_check_.start([this] { open_break_menu(); }, [this] { start_wifi(); });
}

/// The rest of the boot does not happen. What the menu offers is not specified: it stays until its watchdog.
void Firmware::open_break_menu() {
    board_.processor.after(time_in_break_menu, [this] { restarts_.reset("UTIL: Break timer popped", Cause::none); });
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
    restarts_.reset("CONF: New config stored, rebooting", Cause::none);
}

void Firmware::start_wifi() {
    log_.info("OTB", "WiFi enable");
    for (int colours = 0; colours < 2; ++colours) led_.show();  // WiFi initialised, then connecting
    board_.events.record(board_.processor.now(), event::wifi_hostname, Cause::none,
                         {{"name", board_.identity.device_id()}});
    switch_access_point(true, Cause::none);
    http_.start();
    station_.connect(board_.flash.config.text(layout::ssid));
}

void Firmware::wifi_connected() {
    log_.info("OTB", "WiFi connected");
    led_.show();
    switch_access_point(false, Cause::none);
    close_portal();
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
    if (!fixed(Quirk::portal_stays_closed)) return;
    if (on) {
        http_.start();
    } else {
        close_portal();
    }
}

/// The web server goes with the access point, unless commands may come over it.
void Firmware::close_portal() {
    if (!access_point_ && board_.flash.config.number(layout::mqtt_httpd) == 0) http_.stop();
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
    peripherals_->apply_boot_states();
    if (std::exchange(peripherals_started_, true) && fixed(Quirk::wifi_restarts_everything)) return;
    board_.processor.after(mqtt_to_peripherals, [this] { peripherals_->start(); });
}

void Firmware::await_connection() {
    board_.processor.cancel(connect_timer_);
    connect_timer_ = board_.processor.after(time_to_connect, [this] {
        switch_access_point(true, Cause::none);
        connect_timer_ = board_.processor.after(time_to_reset, [this] {
            if (!messenger_.is_connected()) restarts_.reset("MQTT: Failed to connect timeout", Cause::none);
        });
    });
}

void Firmware::update_ended(bool done) {
    if (!done) {
        messenger_.status("update", {"error", "update failed"}, Cause::none);
        return;
    }
    board_.flash.boot_slot = board_.flash.boot_slot == 0 ? 1 : 0;
    messenger_.status("update", {"ok", "resetting"}, Cause::none);
    restarts_.reset_later("RBOOT: Update successful", Cause::none);
}

// ---- MQTT ----

bool Firmware::is_ready() const {
    return messenger_.is_connected() && mqtt_->is_idle();
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
        restarts_.crash(cause);
    run_command(topic, payload != nullptr ? *payload : std::string{}, cause);
}

std::string Firmware::run_command(const std::string& topic, const std::string& payload, Cause cause) {
    const Cause command =
        board_.events.record(board_.processor.now(), event::command, cause, {{"topic", topic}, {"payload", payload}});
    Reply response{board_.config.options};
    const bool done = dispatch_command(*this, topic, payload, response, command);
    if (response.is_overfull()) {
        restarts_.assertion_failed("otb_cmd_rsp_next < OTB_CMD_RSP_MAX_LEN", "src/otb_cmd.c", over_full_response_line,
                                   command);
    }
    auto reply = messenger_.reply(done, response, command);
    messenger_.locations_changed(command);
    return reply;
}

// ---- HTTP ----

std::string Firmware::http_command(const std::string& command, Cause cause) {
    messenger_.http_command(command, cause);
    const auto reply = run_command("/" + board_.identity.root + "/" + board_.identity.chip, command, cause);
    return reply.substr(0, reply.find('\0'));  // the firmware copies a text, which ends with the first NUL
}

void Firmware::http_config_changed(Cause cause) {
    restarts_.reset_later("WIFI: Station configuration changed", cause);
}

}  // namespace otbench::firmware
