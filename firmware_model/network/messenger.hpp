#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "base/event_sink.hpp"
#include "firmware_model/network/message_format.hpp"
#include "firmware_model/network/mqtt_client.hpp"
#include "firmware_model/network/reply.hpp"
#include "firmware_model/network/topics.hpp"
#include "firmware_model/storage/flash.hpp"

namespace otbench::firmware {

/// Turns the firmware's output into messages on its topics. Sends none while MQTT is flagged as not connected.
class Messenger {
public:
    Messenger(const Processor& processor, EventSink& events, const Flash& flash, const Identity& identity,
              const FirmwareOptions& options)
        : processor_(processor), events_(events), flash_(flash), identity_(identity), options_(options) {}

    /// From now on messages go through `client`, which outlives the connection; null: not connected.
    void use(MqttClient* client) { client_ = client; }
    [[nodiscard]] bool is_connected() const { return client_ != nullptr; }

    /// Publishes a status message of up to four fields. `sources` are the events that its content stems from, if any.
    void status(std::string_view first, std::initializer_list<std::string_view> more, Cause cause,
                const std::vector<Cause>& sources = {});
    /// Publishes a command's reply, or a part of it, and returns what it says. Also returned when not connected.
    std::string reply(bool done, const Reply& response, Cause cause);
    /// Publishes a status message of two fields with QoS 0, as a part of something long.
    void part(std::string_view first, std::string_view second, Cause cause);
    /// Publishes a command that came over HTTP.
    void http_command(std::string_view command, Cause cause);
    /// Publishes a line on the log topic.
    void log_line(const std::string& line, Cause cause);
    /// Publishes a sensor's value below `topic`, retained.
    void sensor(std::string_view topic, const std::string& extra, const std::string& value, Cause cause);
    /// Asks for the four subscriptions.
    void subscribe(Cause cause);
    /// The stored locations may have changed, which topics follow at once but subscriptions only at the next connect
    /// (quirk Q19).
    void locations_changed(Cause cause);

private:
    struct Envelope {
        std::string_view sub;    ///< topic below the chip's
        std::string_view extra;  ///< what follows it; may be empty
        std::uint8_t qos;
        bool retain;
    };
    /// `sources` are the events that the content stems from, if any.
    /// The locations that are in topics.
    [[nodiscard]] Locations locations() const;
    void publish(const Envelope& envelope, const Message& message, Cause cause, const std::vector<Cause>& sources = {});

    const Processor& processor_;
    EventSink& events_;
    const Flash& flash_;
    const Identity& identity_;
    const FirmwareOptions& options_;
    MqttClient* client_ = nullptr;
    Locations subscribed_;  ///< the locations when it subscribed last
};

}  // namespace otbench::firmware
