#include "app/poll/poll_plan.hpp"

#include <fmt/core.h>

#include "app/master/master_options.hpp"
#include "base/config/units.hpp"
#include "base/config/yaml_reader.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "sim/host/broker/broker_address.hpp"

namespace otbench::app {
namespace {

constexpr bool required = true, optional = false;
constexpr config::ValueType duration_type{"duration", "a duration such as 30s or 15min"};
constexpr config::ValueType number_type{"number", "a whole number"};
constexpr config::ValueType buses_type{"buses", "a mapping of bus names"};
constexpr config::ValueType endpoint_type{
    "endpoint", "an endpoint such as serial:/dev/ttyUSB0 or mqtt://broker/otb-iot/5ccf7f0b583b?serial=15,13,2400"};
constexpr config::ValueType meters_type{"meters", "a mapping of meter names to their addresses"};
constexpr config::ValueType sinks_type{"sinks", "a mapping such as csv: readings.csv"};
constexpr config::ValueType url_type{"broker", "a broker such as mqtt://user@host:1883 or mqtts://user@host?ca=ca.pem"};
constexpr config::ValueType topic_type{"topic", "a topic without wildcards"};
constexpr config::ValueType parity_type{"parity", "even, odd or none"};
constexpr config::ValueType style_type{"style", "a style such as libmbus"};
constexpr config::ValueType file_type{"file", "the name of a file"};

constexpr config::Key plan_keys[] = {
    {"every", duration_type, optional, "How often all meters are read."},
    {"attempts", number_type, optional, "How often a meter is asked in one round until it answers completely."},
    {"buses", buses_type, required, "The buses, by name."},
    {"sinks", sinks_type, required, "Where readings go."},
};
constexpr config::Key bus_keys[] = {
    {"from", endpoint_type, required, "The endpoint of the bus, or the otb-iot device that leads to it."},
    {"baud", number_type, optional, "Its speed where the endpoint does not set one."},
    {"parity", parity_type, optional, "Its parity where the endpoint does not set one."},
    {"style", style_type, optional, "The master whose behaviour to repeat."},
    {"allowance", duration_type, optional, "What converter and connection add to the delay of an answer."},
    {"meters", meters_type, required, "Its meters, by name: primary or secondary addresses."},
};
constexpr config::Key sinks_keys[] = {
    {"csv", file_type, optional, "A CSV file, appended to."},
    {"json-lines", file_type, optional, "A file of JSON objects, one a line, appended to."},
    {"influx", file_type, optional, "A file of InfluxDB's line protocol, or the URL at which a server takes it."},
    {"mqtt", url_type, optional, "A broker that gets the latest reading of each meter."},
    {"mqtt-topic", topic_type, optional, "The begin of the topics there."},
    {"home-assistant", topic_type, optional, "The begin of Home Assistant's discovery topics, or no."},
    {"spool", file_type, optional, "The file in which points wait until the server has taken them."},
};
constexpr config::MappingDescription plan_description{"plan", "a plan", plan_keys};
constexpr config::MappingDescription bus_description{"bus", "a bus", bus_keys};
constexpr config::MappingDescription sinks_description{"sinks", "sinks", sinks_keys};

/// Names go into files of other programs as they are.
bool is_plain(std::string_view name) {
    return !name.empty() &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") ==
               std::string_view::npos;
}

Checked<std::string> parse_broker(std::string_view text) {
    const auto address = sim::parse_broker_address(text);
    return address ? Checked<std::string>{std::string{text}} : address.error();
}

Checked<std::string> parse_parity(std::string_view text) {
    if (text == "even" || text == "odd" || text == "none") return std::string{text};
    return InputError{fmt::format("invalid parity '{}' (expected even, odd or none)", text)};
}

Checked<Nanoseconds> parse_allowance(std::string_view text) {
    const auto allowance = config::parse_duration(text);
    if (!allowance) return allowance.error();
    if (*allowance <= std::chrono::minutes{1}) return Nanoseconds{*allowance};
    return InputError{fmt::format("'{}' is too long (expected at most 1min)", text)};
}

Checked<std::string> parse_topic(std::string_view text) {
    if (!text.empty() && text.find_first_of("+#") == std::string_view::npos) return std::string{text};
    return InputError{fmt::format("invalid topic '{}' (expected one without wildcards)", text)};
}

Checked<std::string> parse_discovery(std::string_view text) {
    const auto wanted = parse_truth(text);
    return wanted && !*wanted ? Checked<std::string>{""} : parse_topic(text);
}

class PlanReader {
public:
    explicit PlanReader(config::Diagnostics& errors) : errors_(errors) {}

    PollPlan read(const config::YamlNode& root) {
        const config::Mapping mapping{root, plan_description, errors_};
        mapping.read("every", plan_.every, [](std::string_view text) -> Checked<Nanoseconds> {
            const auto every = config::parse_duration(text);
            if (!every) return every.error();
            if (*every < std::chrono::seconds{1})
                return InputError{fmt::format("'{}' is too short (expected at least 1s)", text)};
            return Nanoseconds{*every};
        });
        plan_.attempts = mapping.whole("attempts", plan_.attempts, 1, 10);
        if (mapping.find("buses") != nullptr)
            for (const auto* entry : mapping.entries("buses")) read_bus(*entry);
        if (const auto* sinks = mapping.find("sinks")) read_sinks({*sinks, sinks_description, errors_});
        return std::move(plan_);
    }

private:
    std::string named(const config::YamlNode& name) {
        if (!is_plain(name.text))
            errors_.add(name.at,
                        fmt::format("invalid name '{}' (expected letters, digits, '_', '.' and '-')", name.text));
        return name.text;
    }

    void read_bus(const config::YamlEntry& entry) {
        PollPlan::Bus bus;
        bus.name = named(entry.key);
        const config::Mapping mapping{entry.value, bus_description, errors_};
        mapping.read("from", bus.from, [](std::string_view text) -> Checked<std::string> {
            const auto known = check_bus(text);
            if (!known) return known.error();
            return std::string{text};
        });
        bus.baud = mapping.whole("baud", 2400, 50, 115200);
        mapping.read("parity", bus.parity, parse_parity);
        mapping.read("style", bus.style, [](std::string_view text) -> Checked<std::string> {
            const auto style = bus::parse_master_style(text);
            if (!style) return style.error();
            return std::string{text};
        });
        mapping.read("allowance", bus.allowance, parse_allowance);
        if (mapping.find("meters") != nullptr) {
            for (const auto* meter : mapping.entries("meters")) {
                const auto target = parse_target(std::string{meter->value.text});
                if (target)
                    bus.meters.push_back({named(meter->key), *target});
                else
                    errors_.add(meter->value.at, target.error().message);
            }
        }
        plan_.buses.push_back(std::move(bus));
    }

    void read_sinks(const config::Mapping& mapping) {
        mapping.read("csv", plan_.csv, any_text);
        mapping.read("json-lines", plan_.json_lines, any_text);
        mapping.read("influx", plan_.influx, any_text);
        mapping.read("spool", plan_.spool, any_text);
        mapping.read("mqtt", plan_.mqtt.broker, parse_broker);
        mapping.read("mqtt-topic", plan_.mqtt.topic, parse_topic);
        mapping.read("home-assistant", plan_.mqtt.home_assistant, parse_discovery);
        const bool is_server = plan_.influx.rfind("http://", 0) == 0;
        if (is_server && plan_.spool.empty())
            mapping.complain("influx", "a server needs a 'spool' beside it, where points wait until it has taken them");
        const bool has_broker = mapping.find("mqtt") != nullptr;  // if it is wrong, that is said already
        if (plan_.csv.empty() && plan_.json_lines.empty() && plan_.influx.empty() && !has_broker)
            mapping.complain("csv", "no sink (expected csv, json-lines, influx or mqtt)");
    }

    config::Diagnostics& errors_;
    PollPlan plan_;
};

}  // namespace

boost::system::result<PollPlan, std::vector<config::Diagnostic>> read_poll_plan(std::string_view text,
                                                                                const std::string& file) {
    config::Diagnostics errors{file};
    if (const auto root = config::read_yaml(text, "a plan", errors)) {
        auto plan = PlanReader{errors}.read(*root);
        if (errors.empty()) return plan;
    }
    return errors.take_all();
}

}  // namespace otbench::app
