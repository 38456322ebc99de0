#include "firmware_model/otb_iot_device.hpp"

#include <vector>

#include "base/event_kinds.hpp"

namespace otbench::firmware {

OtbIotDevice::OtbIotDevice(sc_core::sc_module_name name, DeviceConfig config, NetworkPort& network, EventSink& events,
                           MakeI2cBus make_i2c_bus)
    : sc_module(name),
      config_(std::move(config)),
      identity_(Identity::of(*config_.board, config_.mac)),
      network_(network),
      events_(events),
      flash_(Flash::of(config_)),
      cpu_("cpu", config_.options, config_.system_time_at_boot, [this] { boot(); }),
      alarms_(std::string{this->name()} + ".alarms"),
      hardware_(config_, alarms_, pins_, events_, [this] { cpu_.latch_interrupt(Cpu::uart0_interrupt); }),
      make_i2c_bus_(make_i2c_bus ? std::move(make_i2c_bus) : chip_buses(hardware_)) {
    network_.attach(*this);
    for (int pin = 0; pin < PinBank::count; ++pin) {
        pins_.on_level(pin, [this, pin](Nanoseconds at, bool level, Cause cause) {
            hardware_.pin_changed(pin, at, level, cause);
            if (!firmware_) return;
            // The recordings show no reset where the chip itself pulls the pin of the reset button low.
            if (pin == config_.board->reset_button && PinBank::is_driven(pins_.drive(pin))) return;
            firmware_->pin_changed(pin, at, level, cause);
            cpu_.latch_interrupt(pin);
        });
    }
}

std::string OtbIotDevice::command_topic() const {
    return "/" + identity_.root + "/" + identity_.chip;
}

std::string OtbIotDevice::status_topic() const {
    return publish_topic(identity_, flash_.config.has_magic() ? flash_.config.locations() : Locations{}, "status");
}

void OtbIotDevice::power_on() {
    cpu_.power_on();
}

void OtbIotDevice::boot() {
    const Nanoseconds now = cpu_.now();
    firmware_.reset();
    if (boots_ > 0) network_.power_cycle();
    const Cause booted = events_.record(now, event::boot, Cause::none, {{"count", boots_++}});
    for (int pin = 0; pin < PinBank::count; ++pin) pins_.drive(pin, now, PinDrive::floating, booted);
    hardware_.reset();
    firmware_ = std::make_unique<Firmware>(
        Firmware::Board{cpu_, pins_, hardware_, make_i2c_bus_, network_, events_, flash_, config_, identity_, parts_});
    firmware_->start();
}

// ---- events of the network -----

void OtbIotDevice::post(Processor::Task task) {
    if (firmware_ && !cpu_.restart_pending()) cpu_.post(std::move(task));
}

void OtbIotDevice::post_mqtt(std::function<void(MqttClient&)> task) {
    post([this, task = std::move(task)] {
        if (firmware_->mqtt() != nullptr) task(*firmware_->mqtt());
    });
}

void OtbIotDevice::wifi_got_ip() {
    if (firmware_) firmware_->got_address();
}

void OtbIotDevice::wifi_lost() {
    post([this] { firmware_->wifi_lost(); });
}

void OtbIotDevice::host_resolved(bool found) {
    post_mqtt([found](MqttClient& mqtt) { mqtt.host_resolved(found); });
}

void OtbIotDevice::tcp_connected() {
    post_mqtt([](MqttClient& mqtt) { mqtt.tcp_connected(); });
}

void OtbIotDevice::tcp_failed() {
    post_mqtt([](MqttClient& mqtt) { mqtt.tcp_failed(); });
}

void OtbIotDevice::tcp_closed() {
    post_mqtt([](MqttClient& mqtt) { mqtt.tcp_closed(); });
}

void OtbIotDevice::tcp_sent() {
    post_mqtt([](MqttClient& mqtt) { mqtt.tcp_sent(); });
}

void OtbIotDevice::download_connected() {
    post([this] { firmware_->updater().connected(); });
}

void OtbIotDevice::download_finished(bool done) {
    post([this, done] { firmware_->updater().finished(done); });
}

void OtbIotDevice::stack_crashed() {
    post([this] { firmware_->restarts().crash(Cause::none); });
}

void OtbIotDevice::tcp_received(boost::span<const std::uint8_t> segment, Cause cause) {
    post_mqtt([bytes = std::vector<std::uint8_t>{segment.begin(), segment.end()}, cause](MqttClient& mqtt) {
        mqtt.tcp_received(bytes, cause);
    });
}

void OtbIotDevice::http_connected(HttpConnection connection) {
    post([this, connection] { firmware_->http().connected(connection); });
}

void OtbIotDevice::http_received(HttpConnection connection, std::string segment, Cause cause) {
    post([this, connection, segment = std::move(segment), cause] {
        firmware_->http().received(connection, segment, cause);
    });
}

void OtbIotDevice::http_closed(HttpConnection connection) {
    post([this, connection] { firmware_->http().closed(connection); });
}

}  // namespace otbench::firmware
