#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "firmware_model/board/i2c_bus.hpp"
#include "firmware_model/commands/restarts.hpp"
#include "firmware_model/http/http_server.hpp"
#include "firmware_model/network/messenger.hpp"
#include "firmware_model/network/mqtt_client.hpp"
#include "firmware_model/network/topics.hpp"
#include "firmware_model/network/updater.hpp"
#include "firmware_model/network/wifi_station.hpp"
#include "firmware_model/outputs/status_led.hpp"
#include "firmware_model/serial/break_check.hpp"

namespace otbench::firmware {

class BoardHardware;
class Gpio;
class Hat;
class LedDriver;
class NeoPixels;
class Nixie;
class Peripherals;
class SosBlinker;
class TemperatureSensors;
struct AttachedParts;
struct Serial;

/// The firmware from one boot to the next: all that is in RAM. Plain C++ on top of a `Processor`.
class Firmware : private MqttEvents, private HttpSite {
public:
    /// What it runs on.
    struct Board {
        Processor& processor;
        PinBank& pins;
        BoardHardware& hardware;
        const MakeI2cBus& make_i2c_bus;
        NetworkPort& network;
        EventSink& events;
        Flash& flash;
        const DeviceConfig& config;
        const Identity& identity;
        AttachedParts& parts;
    };

    explicit Firmware(const Board& board);
    ~Firmware() override;

    /// Begins the boot sequence (spec: firmware, section 1.7).
    void start();
    /// True when it is connected, has subscribed and has nothing more to send.
    [[nodiscard]] bool is_ready() const;

    // What happens to it.
    void got_address() { station_.got_address(); }
    void wifi_lost();
    [[nodiscard]] MqttClient* mqtt() { return mqtt_.get(); }
    [[nodiscard]] HttpServer& http() { return http_; }
    void pin_changed(int pin, Nanoseconds at, bool level, Cause cause);

    // What commands work on.
    [[nodiscard]] const Board& board() const { return board_; }
    [[nodiscard]] const MainBoard& main_board() const { return *board_.config.board; }
    [[nodiscard]] Serial& serial();
    [[nodiscard]] Messenger& messenger() { return messenger_; }
    [[nodiscard]] Hat& hat();
    [[nodiscard]] Gpio& gpio();
    [[nodiscard]] Log& log() { return log_; }
    [[nodiscard]] TemperatureSensors& temperature_sensors();
    [[nodiscard]] Nixie& nixie();
    [[nodiscard]] NeoPixels& neo_pixels();
    [[nodiscard]] LedDriver& led_driver();
    [[nodiscard]] SosBlinker& led_test();
    [[nodiscard]] Updater& updater() { return updater_; }
    [[nodiscard]] Restarts& restarts() { return restarts_; }
    /// True when the device does not have this defect.
    [[nodiscard]] bool fixed(Quirk quirk) const { return board_.config.options.fixes[quirk]; }
    /// True for a pin that commands may use; false for any other number.
    [[nodiscard]] bool is_free_pin(int pin) const;
    /// True when `text` begins with `keyword`, alone or followed by a colon (spec: firmware, section 3.3; quirk Q27).
    [[nodiscard]] bool matches_keyword(std::string_view text, std::string_view keyword) const;
    /// Name and number of the build.
    [[nodiscard]] std::string version_id() const;
    /// The device's own access point; it stays while the station is not connected.
    void switch_access_point(bool on, Cause cause);

private:
    void mqtt_connected(Cause cause) override;
    void mqtt_disconnected() override;
    void mqtt_warned(std::string_view text) override;
    void mqtt_published() override;
    void mqtt_received(const std::string& topic, const std::string* payload, Cause cause) override;

    [[nodiscard]] StoredConfig& http_config() override { return board_.flash.config; }
    [[nodiscard]] std::string_view http_name() const override { return board_.identity.root; }
    [[nodiscard]] bool http_mqtt_connected() const override { return messenger_.is_connected(); }
    std::string http_command(const std::string& command, Cause cause) override;
    void http_config_changed(Cause cause) override;

    void set_up_board();
    void open_break_menu();
    void start_wifi();
    void wifi_connected();
    void close_portal();
    void start_mqtt();
    void await_connection();
    void update_ended(bool done);
    void load_config();
    void print(const std::string& text, Cause cause);
    /// Carries out a command and publishes its reply, which is returned as well.
    std::string run_command(const std::string& topic, const std::string& payload, Cause cause);

    const Board board_;
    Messenger messenger_;
    StatusLed led_;
    Log log_;
    Restarts restarts_;
    std::unique_ptr<Peripherals> peripherals_;
    Updater updater_;
    BreakCheck break_check_;
    WifiStation station_;
    HttpServer http_;
    std::unique_ptr<MqttClient> mqtt_;
    TimerId connect_timer_ = TimerId::none;
    bool access_point_ = false;
    bool peripherals_started_ = false;
    bool said_booted_ = false;
};

}  // namespace otbench::firmware
