#pragma once

#include <memory>
#include <string>
#include <systemc>

#include "firmware_model/board/board_hardware.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/hardware/alarm_clock.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "firmware_model/network/network_port.hpp"
#include "firmware_model/network/topics.hpp"
#include "firmware_model/processor/cpu.hpp"
#include "firmware_model/storage/device_config.hpp"
#include "firmware_model/storage/flash.hpp"
#include "firmware_model/storage/parts.hpp"

namespace otbench::firmware {

/// An otb-iot device: a chip with its pins, its flash, and the firmware that runs on it. Off until `power_on`.
class OtbIotDevice : public sc_core::sc_module, private NetworkEvents {
public:
    /// `network` and `events` must outlive the device, which attaches itself to the network. `make_i2c_bus`: its buses
    /// when the chips on them are elsewhere; without it they are those of `hardware()`.
    OtbIotDevice(sc_core::sc_module_name name, DeviceConfig config, NetworkPort& network, EventSink& events,
                 MakeI2cBus make_i2c_bus = {});

    /// A cold start; also restarts a device that runs. Flash keeps its content.
    void power_on();
    /// True when it is connected and has subscribed, so that a command would reach it.
    [[nodiscard]] bool is_ready() const { return firmware_ && firmware_->is_ready(); }

    [[nodiscard]] PinBank& pins() { return pins_; }
    /// What is plugged onto it; may be changed at any time.
    [[nodiscard]] AttachedParts& parts() { return parts_; }
    /// What is on the board beside the processor. A converter is joined to the hat by GPIO1 (TX) and GPIO3 (RX) of
    /// `pins()` and by `hardware().on_bus_power`; to the mezzanine by `hardware().mezzanine()->lines()`, whose pins for
    /// UART n are `Sc16is752::tx_pin(n)` and `rx_pin(n)`; to the software UART by whatever pins its settings name.
    [[nodiscard]] BoardHardware& hardware() { return hardware_; }
    /// What survives a restart; may be changed while the device is off.
    [[nodiscard]] Flash& flash() { return flash_; }
    [[nodiscard]] const Cpu& cpu() const { return cpu_; }
    [[nodiscard]] const std::string& root() const { return identity_.root; }
    [[nodiscard]] const std::string& chip_id() const { return identity_.chip; }
    /// The topic on which it takes commands, whatever its locations (quirk Q2).
    [[nodiscard]] std::string command_topic() const;
    /// The topic on which it replies, with the locations that are stored at present.
    [[nodiscard]] std::string status_topic() const;

private:
    void wifi_associated() override {}
    void wifi_got_ip() override;
    void wifi_lost() override;
    void host_resolved(bool found) override;
    void tcp_connected() override;
    void tcp_failed() override;
    void tcp_closed() override;
    void tcp_sent() override;
    void download_connected() override;
    void download_finished(bool done) override;
    void stack_crashed() override;
    void tcp_received(boost::span<const std::uint8_t> segment, Cause cause) override;
    void http_connected(HttpConnection connection) override;
    void http_received(HttpConnection connection, std::string segment, Cause cause) override;
    void http_closed(HttpConnection connection) override;

    void boot();
    /// Queues `task`, unless the chip is off or about to restart.
    void post(Processor::Task task);
    void post_mqtt(std::function<void(MqttClient&)> task);

    const DeviceConfig config_;
    const Identity identity_;
    NetworkPort& network_;
    EventSink& events_;
    PinBank pins_;
    Flash flash_;
    AttachedParts parts_;
    Cpu cpu_;
    AlarmClock alarms_;
    BoardHardware hardware_;
    const MakeI2cBus make_i2c_bus_;
    std::unique_ptr<Firmware> firmware_;
    int boots_ = 0;
};

}  // namespace otbench::firmware
