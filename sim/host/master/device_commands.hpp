#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "sim/host/broker/mqtt_connection.hpp"
#include "sim/host/master/device_address.hpp"

namespace otbench::sim {

/// Commands to an otb-iot device over MQTT, and its replies. Every call may throw `BrokerError`, with one line for the
/// user.
class DeviceCommands {
public:
    /// Whether a payload of the device's status topic is a reply to the command in question.
    using IsReply = bool (*)(const std::string& payload);
    static bool is_ok(const std::string& payload) { return payload == "ok"; }

    explicit DeviceCommands(const DeviceAddress& address);

    /// Publishes a command and waits for its reply: the first message that `is_reply` takes, or one that begins with
    /// "error". What comes before goes to `other`.
    template <class Other>
    std::string ask(const std::string& command, IsReply is_reply, Other other) {
        publish(command);
        return reply_to(command, is_reply, other);
    }
    /// Waits for one more reply to `command`.
    template <class Other>
    std::string reply_to(const std::string& command, IsReply is_reply, Other other) {
        const auto end = Clock::now() + reply_limit;
        while (auto payload = next(end - Clock::now())) {
            if (is_reply(*payload) || payload->rfind("error", 0) == 0) return *payload;
            other(*payload);
        }
        fail(command, "was not answered");
    }
    /// Publishes a command and waits for no reply.
    void publish(const std::string& command);
    /// The next payload of the device's status topic; nothing within `limit`.
    std::optional<std::string> next(Nanoseconds limit);
    /// Throws: `command` "was answered with 'error:…'", for instance.
    [[noreturn]] void fail(const std::string& command, const std::string& what) const;

    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds reply_limit{10};  ///< a device that updates its clock is busy for seconds

private:
    std::string name_;   ///< of the device, for messages
    std::string topic_;  ///< of commands
    MqttConnection connection_;
};

}  // namespace otbench::sim
