#pragma once

#include <memory>

#include "app/poll/poll_sinks.hpp"

namespace otbench::app {

/// Publishes the latest reading of each meter, retained, and tells Home Assistant of its sensors. While the broker
/// cannot be reached the latest readings wait; `deliver` tries again.
[[nodiscard]] std::unique_ptr<PollSink> make_mqtt_sink(const MqttSinkPlan& plan);

}  // namespace otbench::app
