#pragma once

#include <functional>
#include <memory>
#include <string>

#include "firmware_model/flash.hpp"
#include "firmware_model/gpio.hpp"
#include "firmware_model/messenger.hpp"
#include "firmware_model/mqtt_client.hpp"
#include "firmware_model/network_port.hpp"
#include "firmware_model/one_wire_bus.hpp"
#include "firmware_model/processor.hpp"
#include "firmware_model/serial.hpp"
#include "firmware_model/topics.hpp"
#include "firmware_model/wifi_station.hpp"

namespace otbench::firmware {

/// The firmware from one boot to the next: all that is in RAM. Plain C++ on top of a `Processor`.
class Firmware : private MqttEvents {
public:
    /// What it runs on.
    struct Board {
        Processor& processor;
        PinBank& pins;
        NetworkPort& network;
        EventSink& events;
        Flash& flash;
        const DeviceConfig& config;
        const Identity& identity;
    };

    explicit Firmware(const Board& board);

    /// Begins the boot sequence (spec: firmware, section 1.7).
    void start();
    /// True when it is connected, has subscribed and has nothing more to send.
    [[nodiscard]] bool is_ready() const;

    // What happens to it.
    void got_address() { station_.got_address(); }
    void wifi_lost() { station_.lost(); }
    [[nodiscard]] MqttClient* mqtt() { return mqtt_.get(); }
    void pin_changed(int pin, Nanoseconds at, bool level, Cause cause) {
        serial_.uart.pin_changed(pin, at, level, cause);
    }

    // What commands work on.
    [[nodiscard]] const Board& board() const { return board_; }
    [[nodiscard]] const MainBoard& main_board() const { return *board_.config.board; }
    [[nodiscard]] Serial& serial() { return serial_; }
    [[nodiscard]] Messenger& messenger() { return messenger_; }
    /// Stores `reason` and asks for a restart; blocks for a second, then returns (platform assumption P7).
    void reset(const std::string& reason, Cause cause);

private:
    void mqtt_connected(Cause cause) override;
    void mqtt_disconnected() override;
    void mqtt_received(const std::string& topic, const std::string* payload, Cause cause) override;

    void set_up_board();
    void start_wifi();
    void start_mqtt();
    [[nodiscard]] bool has_mezzanine() const;
    void for_each_free_pin(const std::function<void(int pin)>& action);
    void apply_boot_states();
    void run_command(const std::string& topic, const std::string& payload, Cause cause);

    const Board board_;
    Gpio gpio_;
    Messenger messenger_;
    Serial serial_;
    OneWireBus one_wire_bus_;
    WifiStation station_;
    std::unique_ptr<MqttClient> mqtt_;
    TimerId connect_timer_ = TimerId::none;
};

}  // namespace otbench::firmware
