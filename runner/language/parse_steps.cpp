#include <fmt/core.h>

#include <algorithm>

#include "base/config/suggest.hpp"
#include "runner/language/parse_parts.hpp"

namespace otbench::runner::parts {

std::string titled(std::string_view verb, std::string_view object) {
    constexpr std::size_t longest = 72;
    auto title = object.empty() ? std::string{verb} : fmt::format("{} {}", verb, object);
    const auto is_control = [](char c) { return c >= 0 && c < ' '; };
    std::replace_if(title.begin(), title.end(), is_control, ' ');
    if (title.size() <= longest) return title;
    auto end = longest;
    while (end > 0 && (title[end] & 0xC0) == 0x80) --end;  // not inside a character
    return title.substr(0, end) + "…";
}

std::string device_of(const Mapping& step, const Context& context) {
    std::string device;
    const auto& devices = context.devices;
    step.read("device", device, [&](std::string_view text) { return check_device(text, devices); });
    if (!context.has_devices) step.complain("device", "this scenario has no device for such a step");
    if (step.find("device") != nullptr || devices.empty()) return device;
    if (devices.size() > 1) {
        step.complain("device", fmt::format("there are {} devices; say which one with 'device'", devices.size()));
    }
    return devices.front().name;
}

namespace {

Checked<int> parse_qos(std::string_view text) {
    const auto qos = parse_whole_number(text, 0, 2);
    if (!qos) return InputError{fmt::format("'{}' is no quality of service; it is 0, 1 or 2", text)};
    return static_cast<int>(*qos);
}

Step parse_publish(const Mapping& step, const Context& context) {
    PublishStep publish;
    step.read("publish", publish.payload, check_placeholders);
    step.read("topic", publish.topic, check_topic);
    step.read("qos", publish.qos, parse_qos);
    step.read("retain", publish.retain, parse_truth);
    if (const auto* expect = step.find("expect")) publish.expect = parse_message_expectation(*expect, context);
    publish.device = device_of(step, context);
    const auto title = titled("publish", publish.payload.empty() ? "(empty)" : publish.payload);
    return {step.at(), title, std::move(publish)};
}

/// What "until" may say: "bus idle for 50ms", "outside connected", "outside gone".
Checked<WaitStep> parse_condition(std::string_view text) {
    constexpr std::string_view idle = "bus idle for ";
    WaitStep wait;
    if (text == "outside connected") {
        wait.what = WaitStep::For::outside_connected;
    } else if (text == "outside gone") {
        wait.what = WaitStep::For::outside_gone;
    } else if (text.substr(0, idle.size()) == idle) {
        wait.what = WaitStep::For::bus_idle;
        const auto duration = parse_duration(text.substr(idle.size()));
        if (!duration) return duration.error();
        wait.duration = *duration;
    } else {
        return InputError{
            fmt::format("'{}' is nothing to wait for; write bus idle for 50ms, outside connected or "
                        "outside gone",
                        text)};
    }
    return wait;
}

/// "wait: 2s".
Step parse_wait_for_time(const Mapping& step) {
    WaitStep wait;
    step.read("wait", wait.duration, parse_duration);
    return {step.at(), titled("wait", step.written("wait")), wait};
}

/// "wait: {until: bus idle for 50ms}".
Step parse_wait_for_condition(const Mapping& step, const YamlNode& node, const Context& context) {
    WaitStep wait;
    const Mapping until{node, keys::wait_until, context.diagnostics};
    until.read("until", wait, parse_condition);
    until.read("within", wait.within, parse_duration);
    if (wait.what == WaitStep::For::bus_idle && !context.has_bus)
        step.complain("wait", "this scenario has no bus to wait for");
    if ((wait.what == WaitStep::For::outside_connected || wait.what == WaitStep::For::outside_gone) &&
        !context.has_bridges)
        step.complain("wait", "this scenario has no bridge to the outside");
    return {step.at(), titled("wait until", until.written("until")), wait};
}

Step parse_wait(const Mapping& step, const Context& context) {
    const auto* node = step.find("wait");
    const bool is_condition = node != nullptr && node->kind == YamlNode::Kind::mapping;
    return is_condition ? parse_wait_for_condition(step, *node, context) : parse_wait_for_time(step);
}

Step parse_expect_message(const Mapping& step, const Context& context) {
    ExpectMessageStep message;
    if (const auto* expect = step.find("expect-message")) message.expect = parse_message_expectation(*expect, context);
    message.device = device_of(step, context);
    return {step.at(), titled("expect message", step.written("expect-message")), std::move(message)};
}

Checked<DecodeStep::Source> parse_decode_source(std::string_view text) {
    if (text == "last dump") return DecodeStep::Source::last_dump;
    if (text == "hat data") return DecodeStep::Source::hat_data;
    return InputError{fmt::format("'{}' cannot be decoded; 'last dump' and 'hat data' can", text)};
}

Step parse_decode(const Mapping& step, const Context& context) {
    DecodeStep decode;
    step.read("decode", decode.source, parse_decode_source);
    if (const auto* expect = step.find("expect")) decode.expect = parse_readings(*expect, context);
    return {step.at(), titled("decode", step.written("decode")), std::move(decode)};
}

Step parse_expect_line(const Mapping& step, const Context& context) {
    ExpectLineStep line;
    if (const auto* expect = step.find("expect-line")) line.expect = parse_line(*expect, context);
    if (!context.has_bus) step.complain("expect-line", "this scenario has no bus to measure");
    return {step.at(), titled("expect line", ""), std::move(line)};
}

Step parse_meter_step(const Mapping& step, const Context& context) {
    MeterStep change;
    std::string profile;
    step.read("meter", change.meter, [&](std::string_view text) -> Checked<std::string> {
        std::vector<std::string_view> names;
        for (const Meter& meter : context.meters) {
            if (meter.name == text) profile = meter.profile;
            names.push_back(meter.name);
        }
        if (std::find(names.begin(), names.end(), text) != names.end()) return std::string{text};
        return InputError{fmt::format("there is no meter '{}'{}", text, did_you_mean(text, names))};
    });
    if (const auto* set = step.find("set")) change.settings = parse_settings(*set, "set", profile, context);
    step.read("holds-space", change.holds_space, parse_truth);
    if (change.settings.empty() && !change.holds_space && step.find("set") == nullptr)
        step.complain("meter", "say what becomes of it: with 'set', or with 'holds-space'");
    return {step.at(), titled("meter", change.meter), std::move(change)};
}

Step parse_serial_link_step(const Mapping& step, const Context& context) {
    SerialLinkStep change;
    if (const auto* faults = step.find("serial-link"))
        change.faults = parse_link_faults(*faults, "serial-link", context);
    if (!context.has_serial_link)
        step.complain("serial-link", "the bus has no 'serial-link' whose faults could be changed");
    return {step.at(), "serial-link", std::move(change)};
}

Step parse_note(const Mapping& step, const Context&) {
    NoteStep note;
    step.read("note", note.text, any_text);
    return {step.at(), titled("note", note.text), std::move(note)};
}

struct Verb {
    const MappingDescription& description;  ///< its first key is the verb
    Step (*parse)(const Mapping&, const Context&);

    [[nodiscard]] std::string_view name() const { return description.keys.front().name; }
};

const Verb verbs[] = {
    {keys::publish_step, parse_publish},
    {keys::wait_step, parse_wait},
    {keys::expect_message_step, parse_expect_message},
    {keys::decode_step, parse_decode},
    {keys::expect_line_step, parse_expect_line},
    {keys::meter_step, parse_meter_step},
    {keys::serial_link_step, parse_serial_link_step},
    {keys::note_step, parse_note},
    {keys::link_step, parse_link},
    {keys::power_cycle_step, parse_power_cycle},
    {keys::pin_step, parse_pin_step},
    {keys::expect_pin_step, parse_expect_pin},
    {keys::sensor_step, parse_sensor},
    {keys::query_script_step, parse_query_script},
    {keys::converter_step, parse_converter_step},
    {keys::cable_step, parse_cable_step},
};

const Verb* find_verb(std::string_view name) {
    const auto found =
        std::find_if(std::begin(verbs), std::end(verbs), [&](const Verb& verb) { return verb.name() == name; });
    return found == std::end(verbs) ? nullptr : found;
}

/// The verb of a step; nullptr, and a diagnostic, when it has none or several.
const Verb* verb_of(const YamlNode& node, const Context& context) {
    const Verb* verb = nullptr;
    for (const auto& entry : node.entries) {
        const auto* next = find_verb(entry.key.text);
        if (next == nullptr || next == verb) continue;
        if (verb != nullptr) {
            context.diagnostics.add(entry.key.at, fmt::format("'{}' and '{}' are two steps; begin the second with '- '",
                                                              verb->name(), next->name()));
            return nullptr;
        }
        verb = next;
    }
    if (verb == nullptr) {
        std::vector<std::string_view> names;
        for (const auto& known : verbs) names.push_back(known.name());
        const std::string_view first = node.entries.empty() ? std::string_view{} : node.entries.front().key.text;
        const auto at = node.entries.empty() ? node.at : node.entries.front().key.at;
        context.diagnostics.add(at, fmt::format("unknown step '{}'{}", first, did_you_mean(first, names)));
    }
    return verb;
}

}  // namespace

std::vector<Step> parse_steps(const YamlNode& node, const Context& context) {
    std::vector<Step> steps;
    if (!expect_kind(node, YamlNode::Kind::list, "steps", "a list of steps", context.diagnostics)) return steps;
    for (const auto& item : node.items) {
        if (item.kind != YamlNode::Kind::mapping) {
            context.diagnostics.add(
                item.at, fmt::format("a step is a mapping such as publish: trigger/ping, not {}", name_of(item.kind)));
            continue;
        }
        const auto* verb = verb_of(item, context);
        if (verb == nullptr) continue;
        const Mapping mapping{item, verb->description, context.diagnostics};
        steps.push_back(verb->parse(mapping, context));
    }
    if (node.items.empty()) context.diagnostics.add(node.at, "a scenario needs at least one step");
    return steps;
}

}  // namespace otbench::runner::parts
