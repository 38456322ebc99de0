// Reads meters as the hourly query script does (spec: firmware, section 11.1).
#include <fmt/core.h>

#include "runner/steps/message/dump.hpp"
#include "runner/steps/message/first_reading.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::runner {
namespace {

constexpr Key query_script_keys[] = {
    {"query-script", types::query, required, "Reads meters as the hourly query script does."},
    device_key,
};
const MappingDescription query_script_description{"query-script-step", "a query-script step", query_script_keys};

constexpr Key query_keys[] = {
    {"addresses", types::addresses, required, "The primary addresses to read, one after the other."},
    {"serial", types::serial_path, optional, "How the device reaches the bus: softuart or mezzanine."},
    {"tx", types::gpio, optional, "The pin to configure for sending."},
    {"rx", types::gpio, optional, "The pin to configure for receiving."},
    {"speed", types::speed, optional, "The speed of the bus in baud."},
};
const MappingDescription query_description{"query-script", "a query-script", query_keys};
const MappingDescription* const nested[] = {&query_description};

struct QueryScriptStep : StepAction {
    std::string target;
    bool mezzanine = false;
    int tx = 15, rx = 13;
    int speed = 2400;
    std::vector<int> addresses;

    void perform(Execution& run, StepResult& result) const override;
};

using namespace std::chrono_literals;

constexpr Nanoseconds answer_time = 2s;
constexpr Nanoseconds script_time_limit = 120s;
constexpr int accepts_any_checksum_of_address = 1;  // the script's checksum is that of this address (quirk Q80)

/// The reply ended the script.
struct ScriptEnded {
    std::string why;
};

class QueryScript {
public:
    QueryScript(Execution& run, const QueryScriptStep& step, StepResult& result)
        : run_(run),
          step_(step),
          result_(result),
          status_topic_(run.device(step.target).status_topic()),
          fixes_(run.firmware_options(step.target).fixes),
          deadline_(run.bench.time() + script_time_limit) {}

    void run() {
        run_.inbox.take_all(status_topic_);
        publish_command(run_, step_.target, "set/config/serial/disable");
        reply(is_answer_to_setting);  // it may well have been disabled before
        if (step_.mezzanine) {
            command("set/config/serial/mezz/on");
        } else {
            command(fmt::format("set/config/serial/tx/{}", step_.tx));
            command(fmt::format("set/config/serial/rx/{}", step_.rx));
        }
        command(fmt::format("set/config/serial/speed/{}", step_.speed));
        command("set/config/serial/parity/even");
        command("set/config/serial/enable");
        for (const int address : step_.addresses) read(address);
    }

private:
    /// What a command can be answered with.
    static bool is_answer_to_setting(const std::string& payload) { return payload == "ok"; }
    static bool is_answer_to_dump(const std::string& payload) { return parse_dump_chunk(payload).has_value(); }

    /// The message that the script takes for the reply: any, unless quirk Q82 is fixed.
    std::string reply(bool (*is_answer)(const std::string&)) {
        for (;;) {
            const bool came = wait_for(
                run_, [&] { return run_.inbox.peek(status_topic_) != nullptr; }, deadline_);
            if (!came) throw ScriptEnded{"no reply; the script gives up after 120 s"};
            const std::string payload = run_.inbox.peek(status_topic_)->payload;
            run_.inbox.take_next(status_topic_);
            if (!fixes_[firmware::Quirk::script_any_reply] || is_answer(payload) || payload.rfind("error", 0) == 0)
                return payload;
        }
    }

    /// Sends a command whose answer must be `ok`.
    std::string command(const std::string& payload, bool (*is_answer)(const std::string&) = is_answer_to_setting) {
        publish_command(run_, step_.target, payload);
        std::string answer = reply(is_answer);
        if (answer.rfind("ok", 0) != 0) throw ScriptEnded{fmt::format("'{}' was answered with '{}'", payload, answer)};
        return answer;
    }

    [[nodiscard]] std::string request(int address) const {
        constexpr int c_field = 0x5B;
        const int summed = fixes_[firmware::Quirk::script_checksum] ? address : accepts_any_checksum_of_address;
        return fmt::format("105b{:02x}{:02x}16", address, (c_field + summed) & 0xFF);
    }

    void read(int address) {
        command("trigger/serial/buffer/dump", is_answer_to_dump);
        command("trigger/serial/send/" + request(address));
        let_time_run(run_, answer_time);
        std::vector<std::uint8_t> octets;
        std::string answer = command("trigger/serial/buffer/dump", is_answer_to_dump);
        for (auto chunk = parse_dump_chunk(answer); chunk; chunk = parse_dump_chunk(answer)) {
            octets.insert(octets.end(), chunk->octets.begin(), chunk->octets.end());
            if (chunk->last) return decode(address, octets);
            answer = reply(is_answer_to_dump);
        }
        throw ScriptEnded{fmt::format("unexpected message '{}' (expected a part of a dump)", answer)};
    }

    void decode(int address, const std::vector<std::uint8_t>& octets) {
        const auto reading = read_telegram(octets);
        Check check{reading.has_value(), fmt::format("meter {:02x}", address), "a telegram", {}, run_.bench.time()};
        check.got = reading ? fmt::format("{} values of {}", reading->values.size(), reading->identity.id)
                            : reading.error().message;
        result_.checks.push_back(std::move(check));
        if (!reading) throw ScriptEnded{"nothing to store"};
        for (const bus::NamedValue& value : reading->values)
            result_.reading.push_back({fmt::format("{:02x} {}", address, value.selector()), value.text()});
    }

    Execution& run_;
    const QueryScriptStep& step_;
    StepResult& result_;
    const std::string status_topic_;
    const firmware::QuirkFixes fixes_;
    const Nanoseconds deadline_;
};

void QueryScriptStep::perform(Execution& run, StepResult& result) const {
    try {
        QueryScript{run, *this, result}.run();
    } catch (const ScriptEnded& end) {
        if (!result.failed()) result.checks.push_back({false, "query script", "to the end", end.why, run.bench.time()});
    }
}

Checked<bool> parse_serial_path(std::string_view text) {
    if (text == "mezzanine") return true;
    if (text == "softuart") return false;
    return InputError{fmt::format("invalid serial port '{}' (expected softuart or mezzanine)", text)};
}

std::vector<int> parse_addresses(const YamlNode& node, const Context& context) {
    constexpr int highest = 255;
    std::vector<int> addresses;
    if (!expect_kind(node, YamlNode::Kind::list, "addresses", "a list of primary addresses", context.diagnostics))
        return addresses;
    for (const auto& item : node.items) {
        const auto address = item.kind == YamlNode::Kind::text ? parse_whole_number(item.text, 0, highest)
                                                               : Checked<std::int64_t>{InputError{""}};
        if (address) {
            addresses.push_back(static_cast<int>(*address));
        } else {
            context.diagnostics.add(item.at,
                                    fmt::format("invalid address '{}' (expected 0 to {})", item.text, highest));
        }
    }
    if (node.items.empty()) context.diagnostics.add(node.at, "the script needs at least one address");
    return addresses;
}

Step parse_query_script(const Mapping& step, const Context& context) {
    auto script = std::make_shared<QueryScriptStep>();
    if (const auto* node = step.find("query-script")) {
        const Mapping query{*node, query_description, context.diagnostics};
        if (const auto* addresses = query.find("addresses")) script->addresses = parse_addresses(*addresses, context);
        query.read("serial", script->mezzanine, parse_serial_path);
        query.read("tx", script->tx, parts::parse_gpio);
        query.read("rx", script->rx, parts::parse_gpio);
        query.read("speed", script->speed, parts::parse_speed);
    }
    script->target = parts::device_of(step, context);
    return {step.at(), titled("query-script", ""), script};
}

}  // namespace

const StepKind query_script_step{query_script_description, parse_query_script, nested};

}  // namespace otbench::runner
