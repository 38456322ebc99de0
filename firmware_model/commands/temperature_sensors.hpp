#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/event_sink.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

class Firmware;

/// A temperature as the firmware writes it: two digits after the point, cut; `-128` for what is out of the sensor's
/// range of -55 to 125 degrees (spec: firmware, section 9.3).
std::string temperature_text(double degrees);

/// The DS18B20 sensors on the one-wire bus at GPIO12 (spec: firmware, section 9.3). On the pin only the reset pulse
/// that begins a search is shown; all that follows it takes its time.
class TemperatureSensors {
public:
    static constexpr int pin = 12;
    static constexpr std::size_t most = 8;

    explicit TemperatureSensors(Firmware& firmware) : firmware_(firmware) {}

    /// Searches now and every 305 s; drops the results of an earlier start.
    void start();
    /// Adds sensors that are not known yet. Blocks; leaves the pin as an input.
    void search(Cause cause);

    [[nodiscard]] std::size_t count() const { return sensors_.size(); }
    [[nodiscard]] const std::string& address(std::size_t i) const { return sensors_.at(i).address; }
    /// The last reading; `-128` before the first one and after a failure.
    [[nodiscard]] const std::string& value(std::size_t i) const { return sensors_.at(i).value; }

private:
    struct Sensor {
        std::string address;
        std::string value = "-128";
        TimerId readings = TimerId::none;
        int retries = 0;
    };
    void schedule_readings();
    void read(std::size_t i);
    void convert(std::size_t i);
    void finish_conversion(std::size_t i);
    void publish(std::size_t i, Cause cause);

    Firmware& firmware_;
    std::vector<Sensor> sensors_;
    TimerId searches_ = TimerId::none;
    Nanoseconds unpublished_{};  ///< what the readings without a connection add up to
};

}  // namespace otbench::firmware
