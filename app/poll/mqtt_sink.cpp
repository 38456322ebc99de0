#include "app/poll/mqtt_sink.hpp"

#include <fmt/core.h>

#include <map>
#include <optional>

#include "app/poll/home_assistant.hpp"
#include "sim/host/broker/mqtt_connection.hpp"

namespace otbench::app {
namespace {

constexpr int qos = 1;
constexpr const char* online = "online";
constexpr const char* offline = "offline";

class MqttSink : public PollSink {
public:
    explicit MqttSink(const MqttSinkPlan& plan) : plan_(plan), address_(*sim::parse_broker_address(plan.broker)) {}
    /// Publishes that the poll has ended: a broker publishes a will only when a connection breaks.
    ~MqttSink() override {
        try {
            if (connection_) connection_->publish({status_topic(), offline, qos, true});
        } catch (const sim::BrokerError&) {
            // then the will says so
        }
    }
    MqttSink(const MqttSink&) = delete;
    MqttSink& operator=(const MqttSink&) = delete;

    void store(const PolledMeter& meter, const bus::AnswerReading& reading) override {
        const MeterTopics topics = topics_of(meter);
        if (!plan_.home_assistant.empty())
            for (auto& sensor : announce_sensors(reading, plan_.home_assistant, meter.name, topics))
                if (published_[sensor.topic] != sensor.payload) waiting_[sensor.topic] = sensor.payload;
        waiting_[topics.state] = json_line(meter, reading);
        waiting_[topics.availability] = online;
    }
    void gap(const PolledMeter& meter, std::string_view /*why*/) override {
        waiting_[topics_of(meter).availability] = offline;
    }

    std::string deliver() override {
        try {
            if (!connection_) connect();
            while (!waiting_.empty()) {
                const auto& [topic, payload] = *waiting_.begin();
                connection_->publish({topic, payload, qos, true});
                published_[topic] = payload;
                waiting_.erase(waiting_.begin());
            }
            return {};
        } catch (const sim::BrokerError& error) {
            connection_.reset();
            return error.what();
        }
    }

private:
    void connect() {
        published_.clear();  // a broker that has restarted may have forgotten all
        const auto status = status_topic();
        connection_.emplace(address_, "poll", sim::MqttMessage{status, offline, qos, true});
        connection_->publish({status, online, qos, true});
    }
    [[nodiscard]] MeterTopics topics_of(const PolledMeter& meter) const {
        const auto state = fmt::format("{}/{}/{}", plan_.topic, meter.bus, meter.name);
        return {state, state + "/availability", status_topic()};
    }
    [[nodiscard]] std::string status_topic() const { return plan_.topic + "/status"; }

    const MqttSinkPlan plan_;
    const sim::BrokerAddress address_;
    std::optional<sim::MqttConnection> connection_;
    std::map<std::string, std::string> waiting_;    ///< payloads that the broker has not confirmed, by topic
    std::map<std::string, std::string> published_;  ///< those that it has since the connection began
};

}  // namespace

std::unique_ptr<PollSink> make_mqtt_sink(const MqttSinkPlan& plan) {
    return std::make_unique<MqttSink>(plan);
}

}  // namespace otbench::app
