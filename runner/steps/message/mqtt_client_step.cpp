// Lets a further client of the broker act.
#include <fmt/core.h>

#include "runner/steps/message/message_check.hpp"
#include "runner/steps/message/payload_save.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/mqtt/mqtt_topics.hpp"
#include "sim/scripted_client.hpp"

namespace otbench::runner {
namespace {

const ValueType client_type{"mqtt-client", "a mapping that says what the client does"};
const ValueType name_type{"mqtt-client-name", "a name of letters, digits, '-' and '_'",
                          R"json({"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"})json"};
const ValueType connect_type{"mqtt-connect", "a mapping with the client's id"};
const ValueType message_type{"mqtt-message", "a mapping with a topic and a payload"};
const ValueType filter_type{
    "mqtt-filter", "a filter such as home/#",
    R"json({"type": "string", "minLength": 1, "maxLength": 65535, "examples": ["home/#", "/otb-iot/+/status"]})json"};
const ValueType disconnect_type{"mqtt-disconnect", "orderly or lost", R"json({"enum": ["orderly", "lost"]})json"};

constexpr Key mqtt_client_keys[] = {
    {"mqtt-client", client_type, required,
     "Lets a further client of the broker connect, subscribe, publish, receive and disconnect, in this order.", "", 2},
    {"device", types::device_name, optional, "The device of ${chip_id}; required if the scenario has several."},
};
const MappingDescription mqtt_client_description{"mqtt-client-step", "an mqtt-client step", mqtt_client_keys};

constexpr Key client_keys[] = {
    {"name", name_type, required, "The client's name in the scenario and in the trace."},
    {"connect", connect_type, optional, "Connects to the broker, which must accept it."},
    {"subscribe", filter_type, optional, "Subscribes to the topics of this filter, with QoS 2."},
    {"publish", message_type, optional, "Publishes a message."},
    {"expect", types::message_expectation, optional, "The messages that the client must receive; needs a topic."},
    {"expect-closed", types::duration, optional, "The broker must close the connection within this time."},
    {"disconnect", disconnect_type, optional,
     "Ends the connection: orderly, or lost, so that the broker publishes the will."},
    {"save", types::save, optional, "Parts of the last message received, for later steps."},
};
const MappingDescription client_description{"mqtt-client", "an mqtt-client step's client", client_keys};

constexpr Key connect_keys[] = {
    {"id", types::text, required, "The client id, for example otb-iot.${chip_id}, that of the device."},
    {"clean", types::flag, optional, "Whether the broker forgets what it knows of this id.", "yes"},
    {"will", message_type, optional, "What the broker publishes when the connection is lost."},
};
const MappingDescription connect_description{"mqtt-connect", "what a client connects with", connect_keys};

constexpr Key message_keys[] = {
    {"topic", types::topic, required, "The topic."},
    {"payload", types::payload, required, "The payload."},
    {"qos", types::qos, optional, "MQTT quality of service.", "0"},
    {"retain", types::flag, optional, "Whether the broker keeps the message.", "no"},
};
const MappingDescription message_description{"mqtt-message", "a message", message_keys};
const MappingDescription* const nested_in_mqtt_client[] = {&client_description, &connect_description,
                                                           &message_description};

/// Names of topics of the inbox begin so for what a client received: "visitor:home/light".
std::string inbox_topic(const std::string& client, const std::string& topic) {
    return client + ':' + topic;
}

struct Connecting {
    std::string id;
    bool clean = true;
    std::optional<sim::MqttMessage> will;
};

using Client = sim::MqttNetwork::ScriptedClient;

struct MqttClientStep : StepAction {
    std::string target;  ///< the device whose chip id `${chip_id}` is
    std::string name;
    std::optional<Connecting> connecting;
    std::string filter;  ///< empty: none
    std::optional<sim::MqttMessage> message;
    std::optional<MessageExpectation> expect;
    std::optional<Nanoseconds> closed_within;
    std::optional<sim::CloseKind> ending;
    std::vector<Save> saves;

    void perform(Execution& run, StepResult& result) const override {
        Client& client = run.bench.network().client(name);
        if (connecting) connect(run, client, result);
        if (filter.empty() && !message && !closed_within && !ending) return receive(run, result);
        if (result.failed()) return;
        const bool was_closed = !client.is_open() && client.return_code() == 0;  // by the broker, in an earlier step
        if (was_closed && closed_within && filter.empty() && !message) return wait_until_closed(run, client, result);
        if (!client.is_open()) return complain(run, result, "connected", "not connected");
        if (!filter.empty()) client.subscribe(fill_in(run, target, filter), 2, run.step_event);
        if (message) client.publish(filled(run, *message), run.step_event);
        settle(run, client, result);
        receive(run, result);
        if (closed_within) wait_until_closed(run, client, result);
        if (ending && !result.failed() && client.is_open()) client.disconnect(*ending, run.step_event);
    }

private:
    void complain(Execution& run, StepResult& result, const char* expected, std::string got) const {
        result.checks.push_back({false, "mqtt-client " + name, expected, std::move(got), run.bench.time()});
    }

    sim::MqttMessage filled(const Execution& run, sim::MqttMessage text) const {
        text.topic = fill_in(run, target, text.topic);
        text.payload = fill_in(run, target, text.payload);
        return text;
    }

    /// Waits until the broker has answered.
    void settle(Execution& run, Client& client, StepResult& result) const {
        if (!wait_for(
                run, [&] { return client.is_idle(); }, run.deadline(std::nullopt)))
            complain(run, result, "an answer of the broker", "nothing");
    }

    void connect(Execution& run, Client& client, StepResult& result) const {
        mqtt::Connect packet;
        packet.protocol = "MQTT";
        packet.level = 4;
        packet.keep_alive_s = 0;  // virtual time may pass quickly
        packet.clean_session = connecting->clean;
        packet.client_id = fill_in(run, target, connecting->id);
        if (connecting->will) {
            const sim::MqttMessage will = filled(run, *connecting->will);
            packet.will = mqtt::Will{will.topic, will.payload, static_cast<std::uint8_t>(will.qos), will.retain};
        }
        if (!client.connect(packet, run.step_event))
            return complain(run, result, "a connection", "the broker cannot be reached");
        settle(run, client, result);
        if (result.failed() || client.return_code() == 0) return;
        complain(run, result, "an accepted connection",
                 client.return_code() ? fmt::format("refused with code {}", *client.return_code()) : "closed");
    }

    void receive(Execution& run, StepResult& result) const {
        if (!expect || result.failed()) return;
        MessageCheck check{run, target, *expect};
        check.perform(result);
        save_from_payload(run, target, saves, check.last_payload(), result);
    }

    void wait_until_closed(Execution& run, Client& client, StepResult& result) const {
        if (result.failed()) return;
        const bool closed = wait_for(
            run, [&] { return !client.is_open(); }, run.deadline(closed_within));
        result.checks.push_back({closed, "mqtt-client " + name, "closed by the broker",
                                 closed ? "closed" : "still connected", run.bench.time()});
    }
};

Checked<sim::CloseKind> parse_ending(std::string_view text) {
    if (text == "orderly") return sim::CloseKind::orderly;
    if (text == "lost") return sim::CloseKind::reset;
    return InputError{fmt::format("invalid end '{}' (expected orderly or lost)", text)};
}

Checked<std::string> check_filter(std::string_view text, const Context& context) {
    if (!sim::is_topic_filter(text))
        return InputError{fmt::format("invalid filter '{}' (expected + alone in a level, # alone in the last)", text)};
    return parts::check_placeholders(text, context);
}

sim::MqttMessage parse_message(const YamlNode& node, const Context& context) {
    const Mapping mapping{node, message_description, context.diagnostics};
    sim::MqttMessage message;
    mapping.read("topic", message.topic, [&](std::string_view text) { return parts::check_topic(text, context); });
    mapping.read("payload", message.payload,
                 [&](std::string_view text) { return parts::check_placeholders(text, context); });
    mapping.read("qos", message.qos, parts::parse_qos);
    mapping.read("retain", message.retain, parse_truth);
    return message;
}

Connecting parse_connecting(const YamlNode& node, const Context& context) {
    const Mapping mapping{node, connect_description, context.diagnostics};
    Connecting connecting;
    mapping.read("id", connecting.id, [&](std::string_view text) -> Checked<std::string> {
        constexpr std::size_t longest = 256;
        if (text.empty() || text.size() > longest)
            return InputError{fmt::format("invalid client id of {} bytes (expected 1 to {})", text.size(), longest)};
        return parts::check_placeholders(text, context);
    });
    mapping.read("clean", connecting.clean, parse_truth);
    if (const auto* will = mapping.find("will")) connecting.will = parse_message(*will, context);
    return connecting;
}

void parse_client(const YamlNode& node, MqttClientStep& client, const Context& context) {
    const Mapping mapping{node, client_description, context.diagnostics};
    mapping.read("name", client.name, parts::check_name);
    if (const auto* connect = mapping.find("connect")) client.connecting = parse_connecting(*connect, context);
    mapping.read("subscribe", client.filter, [&](std::string_view text) { return check_filter(text, context); });
    if (const auto* publish = mapping.find("publish")) client.message = parse_message(*publish, context);
    mapping.read("expect-closed", client.closed_within, parse_duration);
    mapping.read("disconnect", client.ending, parse_ending);
    if (const auto* expect = mapping.find("expect")) {
        client.expect = parts::parse_message_expectation(*expect, context);
        if (client.expect->topic)
            client.expect->topic = inbox_topic(client.name, *client.expect->topic);
        else
            mapping.complain("expect", "messages of a client need a 'topic'");
    } else if (mapping.find("save") != nullptr) {
        mapping.complain("save", "'save' needs 'expect'");
    }
    client.saves = parts::parse_saves(mapping, parts::SaveSource::payload, context);
    if (node.kind == YamlNode::Kind::mapping && node.entries.size() == 1 && mapping.find("name") != nullptr)
        mapping.complain("", "this step does nothing (expected connect, subscribe, publish, expect or disconnect)");
}

Step parse_mqtt_client(const Mapping& step, const Context& context) {
    auto client = std::make_shared<MqttClientStep>();
    if (context.has_devices) client->target = parts::device_of(step, context);
    if (const auto* node = step.find("mqtt-client")) parse_client(*node, *client, context);
    return {step.at(), titled("mqtt-client", client->name), client};
}

}  // namespace

const StepKind mqtt_client_step{mqtt_client_description, parse_mqtt_client, nested_in_mqtt_client};

}  // namespace otbench::runner
