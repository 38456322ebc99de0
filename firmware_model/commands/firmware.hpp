#pragma once

#include <functional>
#include <memory>
#include <string>

#include "firmware_model/board/board_hardware.hpp"
#include "firmware_model/board/gpio.hpp"
#include "firmware_model/board/i2c_bus.hpp"
#include "firmware_model/commands/temperature_sensors.hpp"
#include "firmware_model/network/log.hpp"
#include "firmware_model/network/messenger.hpp"
#include "firmware_model/network/mqtt_client.hpp"
#include "firmware_model/network/network_port.hpp"
#include "firmware_model/network/topics.hpp"
#include "firmware_model/network/updater.hpp"
#include "firmware_model/network/wifi_station.hpp"
#include "firmware_model/outputs/led_driver.hpp"
#include "firmware_model/outputs/neo_pixels.hpp"
#include "firmware_model/outputs/nixie.hpp"
#include "firmware_model/outputs/sos_blinker.hpp"
#include "firmware_model/outputs/status_led.hpp"
#include "firmware_model/processor/processor.hpp"
#include "firmware_model/serial/hat.hpp"
#include "firmware_model/serial/serial.hpp"
#include "firmware_model/storage/flash.hpp"
#include "firmware_model/storage/parts.hpp"

namespace otbench::firmware {

/// The firmware from one boot to the next: all that is in RAM. Plain C++ on top of a `Processor`.
class Firmware : private MqttEvents {
public:
    /// What it runs on.
    struct Board {
        Processor& processor;
        PinBank& pins;
        BoardHardware& hardware;
        NetworkPort& network;
        EventSink& events;
        Flash& flash;
        const DeviceConfig& config;
        const Identity& identity;
        AttachedParts& parts;
    };

    explicit Firmware(const Board& board);

    /// Begins the boot sequence (spec: firmware, section 1.7).
    void start();
    /// True when it is connected, has subscribed and has nothing more to send.
    [[nodiscard]] bool is_ready() const;

    // What happens to it.
    void got_address() { station_.got_address(); }
    void wifi_lost();
    [[nodiscard]] MqttClient* mqtt() { return mqtt_.get(); }
    void pin_changed(int pin, Nanoseconds at, bool level, Cause cause) {
        serial_.uart.pin_changed(pin, at, level, cause);
    }

    // What commands work on.
    [[nodiscard]] const Board& board() const { return board_; }
    [[nodiscard]] const MainBoard& main_board() const { return *board_.config.board; }
    [[nodiscard]] Serial& serial() { return serial_; }
    [[nodiscard]] Messenger& messenger() { return messenger_; }
    [[nodiscard]] Hat& hat() { return hat_; }
    [[nodiscard]] Gpio& gpio() { return gpio_; }
    [[nodiscard]] Log& log() { return log_; }
    [[nodiscard]] TemperatureSensors& temperature_sensors() { return temperature_sensors_; }
    [[nodiscard]] Nixie& nixie() { return nixie_; }
    [[nodiscard]] NeoPixels& neo_pixels() { return neo_pixels_; }
    [[nodiscard]] LedDriver& led_driver() { return led_driver_; }
    [[nodiscard]] SosBlinker& led_test() { return led_test_; }
    [[nodiscard]] Updater& updater() { return updater_; }
    /// True when the device does not have this defect.
    [[nodiscard]] bool fixed(Quirk quirk) const { return board_.config.options.fixes[quirk]; }
    /// True for a pin that commands may use; false for any other number.
    [[nodiscard]] bool is_free_pin(int pin) const;
    /// True when `text` says `keyword`; a colon and more may follow it (spec: firmware, section 3.3; quirk Q27).
    [[nodiscard]] bool matches_keyword(std::string_view text, std::string_view keyword) const;
    /// Name and number of the build.
    [[nodiscard]] std::string version_id() const;
    /// The device's own access point; it stays while the station is not connected.
    void switch_access_point(bool on, Cause cause);
    /// Stores `reason` and asks for a restart; blocks for a second, then returns (platform assumption P7).
    void reset(const std::string& reason, Cause cause, Log::Level level = Log::Level::warn);
    /// The same, a second from now.
    void reset_later(const std::string& reason, Cause cause, Log::Level level = Log::Level::warn);
    /// An exception of the chip: it restarts at once, without a stored reason. Does not return.
    void crash(Cause cause);
    /// The firmware goes round in circles until the chip's watchdog restarts it, without a stored reason. Does not
    /// return.
    void hang(Cause cause);
    /// A fault that the firmware noticed: it says so, blocks for a second, goes on, and then restarts. Only the first
    /// one after a boot does anything.
    void assertion_failed(std::string_view condition, std::string_view file, int line, Cause cause);

private:
    void mqtt_connected(Cause cause) override;
    void mqtt_disconnected() override;
    void mqtt_warned(std::string_view text) override;
    void mqtt_published() override;
    void mqtt_received(const std::string& topic, const std::string* payload, Cause cause) override;

    void read_eeproms();
    void set_up_board();
    void start_wifi();
    void wifi_connected();
    void start_mqtt();
    void await_connection();
    void for_each_free_pin(const std::function<void(int pin)>& action);
    void apply_boot_states();
    void watch_reset_button();
    void update_ended(bool done);
    void load_config();
    void start_peripherals();
    void start_mezzanine();
    void print(const std::string& text, Cause cause);
    void run_command(const std::string& topic, const std::string& payload, Cause cause);

    const Board board_;
    Gpio gpio_;
    Messenger messenger_;
    StatusLed led_;
    I2cBus internal_i2c_;
    I2cBus mezzanine_i2c_;
    Hat hat_;
    Serial serial_;
    Log log_;
    TemperatureSensors temperature_sensors_;
    Nixie nixie_;
    NeoPixels neo_pixels_;
    SosBlinker led_test_;
    LedDriver led_driver_;
    Updater updater_;
    WifiStation station_;
    std::unique_ptr<MqttClient> mqtt_;
    bool has_mezzanine_ = false;  ///< one was found at the start
    TimerId connect_timer_ = TimerId::none;
    bool access_point_ = false;
    bool assertion_failed_ = false;
    bool peripherals_started_ = false;
    bool said_booted_ = false;
};

}  // namespace otbench::firmware
