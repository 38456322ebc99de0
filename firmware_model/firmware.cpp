#include "firmware_model/firmware.hpp"

#include <fmt/core.h>

#include <array>

#include "firmware_model/command_dispatch.hpp"
#include "firmware_model/response.hpp"
#include "firmware_model/server_name.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// Spec: firmware, sections 1.7, 1.8 and 10; the looking for an EEPROM that is not there takes the 200 us.
constexpr auto log_level_window = 250ms;
constexpr auto eeprom_probe = 200us;
constexpr auto break_window = 1s;
constexpr auto address_to_mqtt = 500ms;
constexpr auto mqtt_to_peripherals = 500ms;
constexpr auto time_to_connect = 10s;
constexpr auto time_to_reset = 300s;
constexpr auto reset_blocking_time = 1s;
constexpr int exception_signal = 11;  // what the reference recordings show for a null pointer

// Pins that are high between the start and the first MQTT connection, if they are free (spec: firmware, section 9.1).
constexpr PinSet high_at_start = {4, 5, 12, 13};

}  // namespace

Firmware::Firmware(const Board& board)
    : board_(board),
      gpio_(board.pins, board.processor, board.events),
      messenger_(board.processor, board.events, board.flash, board.identity, board.config.options),
      serial_(board.processor, gpio_, board.events, board.config.options),
      one_wire_bus_(board.processor, gpio_),
      station_(
          board.processor, board.network, [this] { board_.processor.after(address_to_mqtt, [this] { start_mqtt(); }); },
          [this] { reset("WIFI: Station disconnected timeout", Cause::none); }) {}

// ---- boot ----

void Firmware::start() {
    board_.processor.after(log_level_window + eeprom_probe, [this] { set_up_board(); });
}

void Firmware::set_up_board() {
    for_each_free_pin([this](int pin) { gpio_.output(pin, high_at_start.contains(pin), Cause::none); });
    if (!board_.flash.config) {
        board_.flash.config.emplace();
        reset("CONF: New config stored, rebooting", Cause::none);
    }
    board_.processor.after(break_window, [this] { start_wifi(); });
}

void Firmware::start_wifi() {
    board_.events.record(board_.processor.now(), "wifi_hostname", Cause::none, {{"name", board_.identity.device_id()}});
    station_.connect(board_.flash.config->ssid);
}

void Firmware::start_mqtt() {
    const StoredConfig& stored = *board_.flash.config;
    const Nanoseconds now = board_.processor.now();
    const std::string host = full_server_name(stored.mqtt_server, stored.domain);
    const mqtt::Will will{will_topic(board_.identity, stored.locations), "offline", 0, false};
    board_.events.record(now, "mqtt_init", Cause::none, {{"host", host}, {"port", int{stored.mqtt_port}}});
    board_.events.record(
        now, "lwt", Cause::none,
        {{"topic", will.topic}, {"payload", will.payload}, {"qos", int{will.qos}}, {"retain", will.retain}});

    mqtt::Connect connect;
    connect.client_id = board_.identity.device_id();
    connect.will = will;
    if (!stored.mqtt_user.empty()) connect.username = stored.mqtt_user;
    if (!stored.mqtt_password.empty()) connect.password = stored.mqtt_password;
    messenger_.use(nullptr);
    MqttEvents& self = *this;
    mqtt_ = std::make_unique<MqttClient>(board_.processor, board_.network, board_.events, self, host, stored.mqtt_port,
                                         std::move(connect));
    mqtt_->connect();

    board_.processor.cancel(connect_timer_);
    connect_timer_ = board_.processor.after(time_to_connect, [this] {
        connect_timer_ = board_.processor.after(time_to_reset, [this] {
            if (!messenger_.is_connected()) reset("MQTT: Failed to connect timeout", Cause::none);
        });
    });
    if (has_mezzanine()) return;
    apply_boot_states();
    board_.processor.after(mqtt_to_peripherals, [this] { one_wire_bus_.start(); });
}

bool Firmware::has_mezzanine() const {
    return main_board().takes_mezzanines && board_.config.mbus_mezz;
}

void Firmware::for_each_free_pin(const std::function<void(int pin)>& action) {
    for (int pin = 0; pin < PinBank::count; ++pin) {
        if (main_board().free_pins.contains(pin)) action(pin);
    }
}

void Firmware::apply_boot_states() {
    for_each_free_pin([this](int pin) {
        gpio_.output(pin, board_.flash.config->boot_states[static_cast<std::size_t>(pin)], Cause::none);
    });
}

void Firmware::reset(const std::string& reason, Cause cause) {
    board_.flash.reboot_reason = reason;
    board_.processor.busy_wait(reset_blocking_time);
    board_.events.record(board_.processor.now(), "reset", cause, {{"stored_reason", reason}});
    board_.processor.restart_after(board_.config.options.restart_delay);
}

// ---- MQTT ----

bool Firmware::is_ready() const {
    return messenger_.is_connected() && mqtt_->is_settled();
}

void Firmware::mqtt_connected(Cause cause) {
    board_.processor.cancel(connect_timer_);
    messenger_.use(mqtt_.get());
    messenger_.status(fmt::format("booted:slot:{}", board_.flash.boot_slot), {}, cause);
    messenger_.subscribe(cause);
}

void Firmware::mqtt_disconnected() {
    messenger_.use(nullptr);
}

void Firmware::mqtt_received(const std::string& topic, const std::string* payload, Cause cause) {
    if (payload == nullptr && board_.config.options.null_pointer_restarts) {
        board_.events.record(board_.processor.now(), "crash", cause, {{"signal", exception_signal}});
        board_.processor.crash();
    }
    run_command(topic, payload != nullptr ? *payload : std::string{}, cause);
}

void Firmware::run_command(const std::string& topic, const std::string& payload, Cause cause) {
    const Cause command =
        board_.events.record(board_.processor.now(), "command", cause, {{"topic", topic}, {"payload", payload}});
    Response response;
    const bool done = dispatch_command(*this, topic, payload, response, command);
    messenger_.status(done ? "ok" : "error", {response.text()}, command, response.sources());
}

}  // namespace otbench::firmware
