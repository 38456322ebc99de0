#pragma once

#include <string_view>

namespace otbench::sim {

// What mosquitto 2.0 lets pass where a client names something; a connection that sends anything else is closed.

/// Well-formed UTF-8 without control characters and non-characters (OASIS MQTT 3.1.1, 1.5.3, its "SHOULD NOT"
/// included).
bool is_mqtt_text(std::string_view text);

/// A topic that can be published to: text, not empty, no wildcard.
bool is_publish_topic(std::string_view topic);

/// A filter that can be subscribed: text, not empty, `+` alone in its level, `#` alone in the last one.
bool is_topic_filter(std::string_view filter);

/// True when `filter` has a wildcard, so that it has to be matched level by level.
bool has_wildcard(std::string_view filter);

}  // namespace otbench::sim
