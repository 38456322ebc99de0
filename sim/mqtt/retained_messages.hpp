#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

/// A message on its way through the broker, with the event that made its sender send it.
struct RoutedMessage {
    MqttMessage message;
    Cause cause = Cause::none;
};

/// The last retained message of each topic.
///
/// Kept as a tree of levels in the order of their first use, because that is the order in which mosquitto sends them to
/// a new subscriber: a level's own message first, then what is below it.
class RetainedMessages {
public:
    /// Keeps the message for its topic; an empty payload deletes it instead.
    void store(const RoutedMessage& message);

    /// What a client gets that subscribes `filter`.
    [[nodiscard]] std::vector<RoutedMessage> matching(const std::string& filter) const;

private:
    struct Level {
        std::string name;
        std::optional<RoutedMessage> message;
        std::vector<Level> below;
    };
    static void set(Level& level, std::string_view rest, const RoutedMessage& message);
    static void erase(Level& level, std::string_view rest);
    static void collect(const Level& level, const std::string& filter, std::vector<RoutedMessage>& found);

    Level root_;
};

}  // namespace otbench::sim
