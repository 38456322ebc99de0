#include "firmware_model/messenger.hpp"

#include <fmt/core.h>

namespace otbench::firmware {
namespace {

// Spec: firmware, sections 1.3 and 1.4. The library turns the subscriptions' QoS into 0 (quirk Q1).
constexpr std::uint8_t status_qos = 2;
constexpr std::uint8_t log_qos = 1;
constexpr int requested_qos = 1;
constexpr bool retain = false;

}  // namespace

void Messenger::publish(std::string_view sub, const Message& message, std::uint8_t qos, Cause cause,
                        const std::vector<Cause>& sources) {
    if (client_ == nullptr) return;
    auto topic = publish_topic(identity_, flash_.config->locations, sub);
    auto payload = published_text(message, options_.print_result);
    const Nanoseconds now = processor_.now();
    const Cause published =
        sources.empty()
            ? events_.record(now, "publish", cause,
                             {{"topic", topic}, {"payload", payload}, {"qos", int{qos}}, {"retain", retain}})
            : events_.record(now, "publish", cause,
                             {{"topic", topic},
                              {"payload", payload},
                              {"qos", int{qos}},
                              {"retain", retain},
                              {"carries", sources}});
    client_->publish(std::move(topic), std::move(payload), qos, retain, published);
}

void Messenger::status(std::string_view first, std::initializer_list<std::string_view> more, Cause cause,
                       const std::vector<Cause>& sources) {
    publish("status", status_message(first, more), status_qos, cause, sources);
}

void Messenger::log_error(std::string_view module, std::string_view text, Cause cause) {
    publish("log", {fmt::format("{:<7}{}: {}", "ERROR", module, text), {}}, log_qos, cause, {});
}

void Messenger::subscribe(Cause cause) {
    if (client_ == nullptr) return;
    for (const auto& topic : subscription_topics(identity_, flash_.config->locations)) {
        const Cause subscribed =
            events_.record(processor_.now(), "subscribe", cause, {{"topic", topic}, {"qos", requested_qos}});
        client_->subscribe(topic, subscribed);
    }
}

}  // namespace otbench::firmware
