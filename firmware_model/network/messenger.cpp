#include "firmware_model/network/messenger.hpp"

#include "base/event_kinds.hpp"

namespace otbench::firmware {
namespace {

// Spec: firmware, sections 1.3 and 1.4. The library turns the subscriptions' QoS into 0 (quirk Q1).
constexpr std::uint8_t status_qos = 2;
constexpr std::uint8_t log_qos = 1;
constexpr std::uint8_t data_qos = 0;
constexpr int requested_qos = 1;

}  // namespace

void Messenger::publish(const Envelope& envelope, const Message& message, Cause cause,
                        const std::vector<Cause>& sources) {
    if (client_ == nullptr) return;
    auto topic = publish_topic(identity_, locations(), envelope.sub, envelope.extra);
    auto payload = published_text(message, options_);
    const Nanoseconds now = processor_.now();
    const int qos = envelope.qos;
    const bool retain = envelope.retain;
    const Cause published =
        sources.empty()
            ? events_.record(now, event::publish, cause,
                             {{"topic", topic}, {"payload", payload}, {"qos", qos}, {"retain", retain}})
            : events_.record(
                  now, event::publish, cause,
                  {{"topic", topic}, {"payload", payload}, {"qos", qos}, {"retain", retain}, {"carries", sources}});
    client_->sender().publish(std::move(topic), std::move(payload), envelope.qos, retain, published);
}

void Messenger::status(std::string_view first, std::initializer_list<std::string_view> more, Cause cause,
                       const std::vector<Cause>& sources) {
    publish({"status", {}, status_qos, false}, status_message(first, more), cause, sources);
}

std::string Messenger::reply(bool done, const Reply& response, Cause cause) {
    const auto* const first = done ? "ok" : "error";
    const bool as_it_is = options_.fixes[Quirk::stored_text_changed] && response.is_stored_text();
    const Message message = as_it_is ? Message{first, response.text(), true} : status_message(first, {response.text()});
    publish({"status", {}, status_qos, false}, message, cause, response.sources());
    return published_text(message, options_);
}

void Messenger::http_command(std::string_view command, Cause cause) {
    publish({"http", {}, status_qos, false}, {std::string{command}, {}}, cause);
}

void Messenger::part(std::string_view first, std::string_view second, Cause cause) {
    publish({"status", {}, data_qos, false}, status_message(first, {second}), cause);
}

void Messenger::log_line(const std::string& line, Cause cause) {
    publish({"log", {}, log_qos, false}, {line, {}}, cause);
}

void Messenger::sensor(std::string_view topic, const std::string& extra, const std::string& value, Cause cause) {
    publish({topic, extra, data_qos, true}, {value, {}}, cause);
}

Locations Messenger::locations() const {
    return options_.fixes[Quirk::reply_on_new_topic] ? subscribed_ : flash_.config.locations();
}

void Messenger::locations_changed(Cause cause) {
    if (options_.fixes[Quirk::reply_on_new_topic] && subscribed_ != flash_.config.locations()) subscribe(cause);
}

void Messenger::subscribe(Cause cause) {
    if (client_ == nullptr) return;
    subscribed_ = flash_.config.locations();
    for (const auto& topic : subscription_topics(identity_, subscribed_)) {
        const Cause subscribed =
            events_.record(processor_.now(), event::subscribe, cause, {{"topic", topic}, {"qos", requested_qos}});
        client_->sender().subscribe(topic, subscribed);
    }
}

}  // namespace otbench::firmware
