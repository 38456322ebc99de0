// Changes the faults of the network between a device and the broker.
#include <fmt/core.h>

#include <functional>

#include "base/event_kinds.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/mqtt/packet_faults.hpp"
#include "sim/mqtt_network.hpp"

namespace otbench::runner {
namespace {

constexpr Key mqtt_faults_keys[] = {
    {"mqtt-faults", types::mqtt_faults, required,
     "Changes the given faults of the network between a device and the broker; none ends all.", "", 2},
    device_key,
};
const MappingDescription mqtt_faults_description{"mqtt-faults-step", "an mqtt-faults step", mqtt_faults_keys};

constexpr Key fault_keys[] = {
    {"latency", types::duration, optional, "The additional delay of each packet, each way."},
    {"jitter", types::duration, optional, "The greatest random delay on top of it; packets stay in order."},
    {"loss", types::amount, optional,
     "The share of packets that TCP has to send again, after 1 s, 2 s and so on, such as 10 %."},
    {"bytes-per-second", types::amount, optional, "The limit of the rate, each way; 0: unlimited."},
    {"connack-delay", types::duration, optional, "The additional delay of a CONNACK."},
    {"half-open", types::flag, optional,
     "Whether nothing passes, without either side being told; afterwards only new connections work."},
    {"refuse", types::amount, optional,
     "The return code from 1 to 5 with which each CONNECT is refused, for example 3, server unavailable; 0: none."},
    {"twin", types::duration, optional,
     "A second client connects with the id of the device, and again this long after it was disconnected; 0s: none."},
    {"drop", types::packet_choice, optional, "The next packet of this type is lost."},
    {"duplicate", types::packet_choice, optional, "The next packet of this type arrives twice."},
    {"corrupt", types::packet_choice, optional, "The last byte of the next packet of this type is inverted."},
    {"cut", types::packet_cut, optional,
     "The connection breaks within the next packet of a type: PUBLISH from device after 7 bytes."},
};
const MappingDescription fault_description{"packet-faults", "the faults of an mqtt-faults step", fault_keys};
const MappingDescription* const nested_in_mqtt_faults[] = {&fault_description};

using Change = std::function<void(sim::PacketFaults& faults)>;

struct MqttFaultsStep : StepAction {
    std::string target;
    std::vector<Change> changes;
    std::vector<std::pair<std::string, std::string>> settings;  ///< the same as in the file

    void perform(Execution& run, StepResult& result) const override {
        if (run.is_out_of_reach("network", target, result)) return;
        sim::MqttNetwork& network = run.bench.network();
        sim::PacketFaults faults = network.faults(target);
        faults.seed = run.scenario.seed;
        for (const Change& change : changes) change(faults);
        network.set_faults(target, faults);
        for (const auto& [name, value] : settings)
            run.bench.log().record_from(target, run.bench.time(), event::network_setting, run.step_event,
                                        {{"setting", name}, {"value", value}});
    }
};

/// The keys of a mapping of faults, as changes.
class FaultReader {
public:
    FaultReader(const Mapping& mapping, std::vector<Change>& changes) : mapping_(mapping), changes_(changes) {}

    template <class Member, class Convert>
    void read(std::string_view key, Member sim::PacketFaults::*member, Convert&& convert) {
        if (auto value = mapping_.converted(key, convert))
            changes_.push_back([member, value = *value](sim::PacketFaults& faults) { faults.*member = value; });
    }

private:
    const Mapping& mapping_;
    std::vector<Change>& changes_;
};

Checked<double> parse_share(std::string_view text) {
    const auto share = parse_quantity(text, Dimension::ratio);
    if (!share || share->si < 0 || share->si > 1)
        return InputError{fmt::format("invalid share '{}' (expected 0 % to 100 %)", text)};
    return share->si;
}

Checked<double> parse_rate(std::string_view text) {
    constexpr std::int64_t most = 1'000'000'000;
    const auto rate = parse_whole_number(text, 0, most);
    if (!rate) return rate.error();
    return static_cast<double>(*rate);
}

// OASIS MQTT 3.1.1, table 3.1: return codes of a CONNACK.
Checked<std::uint8_t> parse_refusal(std::string_view text) {
    const auto code = parse_whole_number(text, 0, 5);
    if (!code) return code.error();
    return static_cast<std::uint8_t>(*code);
}

Checked<std::optional<Nanoseconds>> parse_twin(std::string_view text) {
    const auto pause = parse_duration(text);
    if (!pause) return pause.error();
    return *pause == Nanoseconds{} ? std::optional<Nanoseconds>{} : std::optional<Nanoseconds>{*pause};
}

template <class Value, Checked<Value> (*Parse)(std::string_view)>
Checked<std::optional<Value>> parse_once(std::string_view text) {
    const auto value = Parse(text);
    if (!value) return value.error();
    return std::optional<Value>{*value};
}

std::vector<Change> read_faults(const Mapping& mapping) {
    using Faults = sim::PacketFaults;
    constexpr auto packet = parse_once<sim::PacketChoice, sim::parse_packet_choice>;
    std::vector<Change> changes;
    FaultReader reader{mapping, changes};
    reader.read("latency", &Faults::latency, parse_duration);
    reader.read("jitter", &Faults::jitter, parse_duration);
    reader.read("loss", &Faults::loss, parse_share);
    reader.read("bytes-per-second", &Faults::rate, parse_rate);
    reader.read("connack-delay", &Faults::connack_delay, parse_duration);
    reader.read("half-open", &Faults::half_open, parse_truth);
    reader.read("refuse", &Faults::refusal, parse_refusal);
    reader.read("twin", &Faults::twin, parse_twin);
    reader.read("drop", &Faults::drop, packet);
    reader.read("duplicate", &Faults::duplicate, packet);
    reader.read("corrupt", &Faults::corrupt, packet);
    reader.read("cut", &Faults::cut, parse_once<sim::PacketCut, sim::parse_packet_cut>);
    return changes;
}

/// "latency 200ms, drop PUBACK", for the title.
std::string faults_text(const YamlNode& node) {
    std::string text = node.text;
    for (const YamlEntry& entry : node.entries)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", entry.key.text, entry.value.text);
    return text;
}

Step parse_mqtt_faults(const Mapping& step, const Context& context) {
    auto change = std::make_shared<MqttFaultsStep>();
    change->target = parts::device_of(step, context);
    const auto* node = step.find("mqtt-faults");
    if (node != nullptr && node->kind == YamlNode::Kind::text && node->text == "none") {
        change->changes.emplace_back([](sim::PacketFaults& faults) { faults = sim::PacketFaults{}; });
    } else if (node != nullptr) {
        change->changes = read_faults(Mapping{*node, fault_description, context.diagnostics});
        for (const YamlEntry& entry : node->entries) change->settings.emplace_back(entry.key.text, entry.value.text);
        if (node->kind == YamlNode::Kind::mapping && node->entries.empty())
            step.complain("mqtt-faults", "this step changes nothing (expected a fault, or none)");
    }
    return {step.at(), titled("mqtt-faults", node == nullptr ? "" : faults_text(*node)), change};
}

}  // namespace

const StepKind mqtt_faults_step{mqtt_faults_description, parse_mqtt_faults, nested_in_mqtt_faults};

}  // namespace otbench::runner
