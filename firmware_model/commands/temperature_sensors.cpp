#include "firmware_model/commands/temperature_sensors.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/event_kinds.hpp"
#include "firmware_model/board/gpio.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/storage/parts.hpp"
#include "firmware_model/storage/sensor_config.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// Spec: firmware, sections 9.3 and 10.
constexpr auto search_period = 305s;
constexpr auto reading_period = 60s;
constexpr auto release_time = 2us;
constexpr auto reset_pulse = 480us;
constexpr auto conversion_time = 750ms;
constexpr auto longest_without_mqtt = 180s;
constexpr int most_retries = 3;
constexpr std::string_view no_reading = "-128";

// One-wire time slots (DS18B20 data sheet, "1-Wire bus system"): a slot with its recovery; a search writes a command
// of 8 bits and for each of 64 address bits reads two and writes one.
constexpr auto time_slot = 62us;
constexpr int slots_of_search = 8 + 64 * 3;
// Match ROM with the address, read scratchpad, nine octets.
constexpr int slots_of_reading = 8 + 64 + 8 + 9 * 8;

}  // namespace

std::string temperature_text(double degrees) {
    constexpr int lowest = -55;
    constexpr int highest = 125;
    constexpr int steps = 16;
    if (!(degrees >= lowest && degrees <= highest)) return std::string{no_reading};
    const auto sixteenths = static_cast<int>(std::lround(degrees * steps));
    const int size = std::abs(sixteenths);
    return fmt::format("{}{}.{:02}", sixteenths < 0 ? "-" : "", size / steps, size % steps * 100 / steps);
}

void TemperatureSensors::start() {
    Processor& processor = firmware_.board().processor;
    for (auto& sensor : sensors_) processor.cancel(sensor.readings);
    sensors_.clear();
    processor.cancel(searches_);
    searches_ = processor.every(search_period, [this] { search(Cause::none); });
    search(Cause::none);
}

void TemperatureSensors::search(Cause cause) {
    Processor& processor = firmware_.board().processor;
    Gpio& gpio = firmware_.gpio();
    gpio.input(pin, false, cause);
    processor.busy_wait(release_time);
    gpio.output(pin, false, cause);
    processor.busy_wait(reset_pulse);
    gpio.input(pin, true, cause);
    processor.busy_wait(reset_pulse);

    const std::size_t known = sensors_.size();
    for (const auto& part : firmware_.board().parts.sensors) {
        if (!part.present) continue;
        processor.busy_wait(slots_of_search * time_slot);
        const bool is_known = std::any_of(sensors_.begin(), sensors_.end(),
                                          [&](const Sensor& sensor) { return sensor.address == part.address; });
        if (!is_known && sensors_.size() < most) sensors_.push_back({part.address});
    }
    if (sensors_.size() > known) schedule_readings();
}

void TemperatureSensors::schedule_readings() {
    Processor& processor = firmware_.board().processor;
    const auto count = static_cast<int>(sensors_.size());
    for (int i = 0; i < count; ++i) {
        TimerId& timer = sensors_[static_cast<std::size_t>(i)].readings;
        processor.cancel(timer);
        timer = processor.after(Nanoseconds{reading_period} * (i + 1) / count, [this, i] {
            auto& sensor = sensors_[static_cast<std::size_t>(i)];
            sensor.readings =
                firmware_.board().processor.every(reading_period, [this, i] { read(static_cast<std::size_t>(i)); });
            read(static_cast<std::size_t>(i));
        });
    }
}

void TemperatureSensors::read(std::size_t i) {
    sensors_[i].retries = 0;
    convert(i);
}

void TemperatureSensors::convert(std::size_t i) {
    Processor& processor = firmware_.board().processor;
    if (firmware_.fixed(Quirk::sensor_blocks)) {
        processor.after(conversion_time, [this, i] { finish_conversion(i); });
    } else {
        processor.busy_wait(conversion_time);
        finish_conversion(i);
    }
}

void TemperatureSensors::finish_conversion(std::size_t i) {
    Sensor& sensor = sensors_[i];
    firmware_.board().processor.busy_wait(slots_of_reading * time_slot);
    Ds18b20* const part = firmware_.board().parts.find_sensor(sensor.address);
    const bool failed = part == nullptr || part->corrupted_readings > 0;
    if (part != nullptr && failed) --part->corrupted_readings;
    if (failed && sensor.retries < most_retries) {
        ++sensor.retries;
        convert(i);
        return;
    }
    sensor.value = failed ? std::string{no_reading} : temperature_text(part->temperature);
    const Cause read =
        firmware_.board().events.record(firmware_.board().processor.now(), event::temperature_read, Cause::none,
                                        {{"address", sensor.address}, {"value", sensor.value}});
    publish(i, read);
}

void TemperatureSensors::publish(std::size_t i, Cause cause) {
    Messenger& messenger = firmware_.messenger();
    if (!messenger.is_connected()) {
        unpublished_ += reading_period;
        if (unpublished_ >= longest_without_mqtt)
            firmware_.restarts().reset("DS18B20: MQTT disconnected timeout", cause);
        return;
    }
    unpublished_ = {};
    const Sensor& sensor = sensors_[i];
    const SensorConfig config{firmware_.board().flash.config};
    const auto entry = config.find(sensor.address);
    const std::string name = entry ? config.name(*entry) + "/" : "";
    const std::string topic =
        firmware_.fixed(Quirk::nameless_sensor) && name == "/" ? sensor.address : name + sensor.address;
    if (sensor.retries > 0) {
        messenger.sensor("error/temp", topic, fmt::format("retries:{}/final:{}", sensor.retries, sensor.value), cause);
    }
    // Spec: firmware, section 9.3: the reading of a failed bus or of a sensor that was just powered.
    const bool is_measured = sensor.value != no_reading && sensor.value != "-127.00" && sensor.value != "85.00";
    if (is_measured) messenger.sensor("temp", topic, sensor.value, cause);
}

}  // namespace otbench::firmware
