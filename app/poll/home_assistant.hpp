#pragma once

#include <string>
#include <vector>

#include "bus/reading/answer_reading.hpp"

namespace otbench::app {

/// Where the readings of a meter are published.
struct MeterTopics {
    std::string state;         ///< each reading as a JSON object
    std::string availability;  ///< online or offline: whether the meter answered
    std::string status;        ///< the same of the program that reads it
};

/// What tells Home Assistant of a sensor (its MQTT discovery).
struct SensorAnnouncement {
    std::string topic;    ///< PREFIX/sensor/METER/RECORD/config
    std::string payload;  ///< JSON
};

/// One for each number of a reading. Those that count the present (storage 0, instantaneous) are shown from the
/// beginning, the others when the user enables them. A sensor keeps its identity as long as the meter sends the same
/// records.
[[nodiscard]] std::vector<SensorAnnouncement> announce_sensors(const bus::AnswerReading& answer,
                                                               std::string_view prefix, const std::string& meter,
                                                               const MeterTopics& topics);

}  // namespace otbench::app
