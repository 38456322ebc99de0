#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "bus/event_sink.hpp"
#include "firmware_model/flash.hpp"
#include "firmware_model/message_format.hpp"
#include "firmware_model/mqtt_client.hpp"
#include "firmware_model/topics.hpp"

namespace otbench::firmware {

/// Turns what the firmware has to say into messages on its topics. Says nothing while MQTT is flagged as not connected.
class Messenger {
public:
    Messenger(const Processor& processor, EventSink& events, const Flash& flash, const Identity& identity,
              const FirmwareOptions& options)
        : processor_(processor), events_(events), flash_(flash), identity_(identity), options_(options) {}

    /// From now on messages go through `client`, which outlives the connection; null: not connected.
    void use(MqttClient* client) { client_ = client; }
    [[nodiscard]] bool is_connected() const { return client_ != nullptr; }

    /// Publishes a status message of up to four fields. `sources` are the events that its content came from, if any.
    void status(std::string_view first, std::initializer_list<std::string_view> more, Cause cause,
                const std::vector<Cause>& sources = {});
    /// Publishes an error of the firmware's `module` on the log topic.
    void log_error(std::string_view module, std::string_view text, Cause cause);
    /// Asks for the four subscriptions.
    void subscribe(Cause cause);

private:
    void publish(std::string_view sub, const Message& message, std::uint8_t qos, Cause cause,
                 const std::vector<Cause>& sources);

    const Processor& processor_;
    EventSink& events_;
    const Flash& flash_;
    const Identity& identity_;
    const FirmwareOptions& options_;
    MqttClient* client_ = nullptr;
};

}  // namespace otbench::firmware
