#include "check/gateway/session.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/config/units.hpp"
#include "base/numbers.hpp"
#include "sim/host/broker/served_broker.hpp"

namespace otbench::check {
namespace {

using namespace std::chrono_literals;

constexpr Nanoseconds connection_limit = 30s;  // for a start, or for a connection after a loss
constexpr Nanoseconds connection_quiet = 500ms;
constexpr Nanoseconds reply_limit = 4s;
constexpr Nanoseconds reply_quiet = 100ms;   // so that no message shares a TCP segment with an acknowledgement
constexpr Nanoseconds answer_quiet = 600ms;  // behind the last message of an answer
constexpr Nanoseconds answer_limit = 6s;
constexpr int qos = 1;

/// A deed of the cases, and how it is done.
struct Deed {
    std::string_view name;
    void (GatewaySession::*perform)(const Ask&);
};
constexpr std::array<Deed, 4> deeds{{
    {"post", &GatewaySession::post},
    {"wait", &GatewaySession::wait},
    {"fault", &GatewaySession::set_fault},
    {"broker", &GatewaySession::act_on_broker},
}};

const Deed* find_deed(std::string_view name) {
    const auto* found = std::find_if(deeds.begin(), deeds.end(), [&](const Deed& deed) { return deed.name == name; });
    return found == deeds.end() ? nullptr : found;
}

/// The parameter of a deed; empty if it has none of that name.
std::string word(const Ask& ask, std::string_view name) {
    for (const auto& [key, value] : ask.words)
        if (key == name) return value;
    return {};
}

int number(const Ask& ask, std::string_view name, int fallback) {
    return parse_integer<int>(word(ask, name)).value_or(fallback);
}

Nanoseconds duration(const std::string& text) {
    return config::parse_duration(text).value();
}

using FaultSetter = void (*)(sim::BrokerFaults& faults, const std::string& value);
struct NamedFault {
    std::string_view name;
    FaultSetter set;
};
constexpr std::array<NamedFault, 7> broker_faults{{
    {"refusal", [](auto& faults, const auto& value) { faults.refusal = parse_integer<std::uint8_t>(value).value(); }},
    {"mute", [](auto& faults, const auto& value) { faults.mute = value == "yes"; }},
    {"delay", [](auto& faults, const auto& value) { faults.delay = duration(value); }},
    {"holds", [](auto& faults, const auto& value) { faults.holds = value == "yes"; }},
    {"duplicate", [](auto& faults, const auto& value) { faults.duplicate = value == "yes"; }},
    {"split", [](auto& faults, const auto& value) { faults.split = value == "yes"; }},
    {"cut", [](auto& faults, const auto& value) { faults.cut = value == "yes"; }},
}};

/// What a broker does at once; whether that ends the gateway's connection.
using BrokerAct = void (*)(sim::ServedBroker& broker);
struct NamedAct {
    std::string_view name;
    BrokerAct act;
    bool ends_connection;
};
constexpr std::array<NamedAct, 5> broker_acts{{
    {"stop", [](sim::ServedBroker& broker) { broker.stop(sim::CloseKind::orderly); }, true},
    {"start", [](sim::ServedBroker& broker) { broker.start(); }, false},
    {"close", [](sim::ServedBroker& broker) { broker.end_connections(sim::CloseKind::orderly); }, true},
    {"reset", [](sim::ServedBroker& broker) { broker.end_connections(sim::CloseKind::reset); }, true},
    {"twin", [](sim::ServedBroker& broker) { broker.take_over(); }, true},
}};

template <class Table>
const auto& entry(const Table& table, const std::string& name) {
    return *std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.name == name; });
}

/// An ask for people: "read address=1", "broker stop".
std::string title(const Ask& ask) {
    std::string text{ask.action};
    for (const auto& [name, value] : ask.words)
        if (name != "request")
            text += fmt::format(" {}={}", name, value.size() > 40 ? value.substr(0, 40) + "…" : value);
    return text;
}

}  // namespace

bool is_deed(std::string_view action) {
    return find_deed(action) != nullptr;
}

GatewaySession::GatewaySession(const Case& judged, const Gateway& gateway, sim::ServedBroker& broker,
                               MqttJournal& journal)
    : gateway_(gateway), broker_(broker), journal_(journal) {
    for (const Ask& ask : judged.asks) add_run(ask);
}

bool GatewaySession::go_on() {
    while (!steps_.empty()) {
        Step& step = steps_.front();
        if (step.deadline < Nanoseconds{0}) {
            step.deadline = journal_.now() + step.limit;
            if (step.begin) step.begin();
        }
        if (journal_.now() < step.deadline && !(step.done && step.done())) return true;
        steps_.pop_front();
    }
    return false;
}

void GatewaySession::add(std::function<void()> begin, std::function<bool()> done, Nanoseconds limit) {
    steps_.push_back({std::move(begin), std::move(done), limit});
}

void GatewaySession::add_run(const Ask& ask) {
    add([this, text = title(ask)] {
        ClientRun run;
        run.command = text;
        run.start = journal_.now();
        runs_.push_back(std::move(run));
        answers_of_run_ = journal_.answers().size();
    });
    if (const Deed* deed = find_deed(ask.action))
        (this->*deed->perform)(ask);
    else
        run_script(ask);
    add([this] { finish_run(); });
}

void GatewaySession::finish_run() {
    ClientRun& run = runs_.back();
    run.end = journal_.now();
    run.ended = true;
    const auto& answers = journal_.answers();
    for (std::size_t i = answers_of_run_; i < answers.size(); ++i) run.out += answers[i] + "\n";
    run.values = gateway_.expectation->values(run.out);
    run.exit_code = run.values.empty() ? 1 : 0;
}

std::vector<ScriptLine> GatewaySession::script_of(const std::string& action, const Ask& ask) const {
    const Replacements words{ask.words.begin(), ask.words.end()};
    const auto text = command_line(gateway_, action, words);
    if (!text) throw std::runtime_error{text.error().message};
    return parse_script(*text).value();
}

void GatewaySession::await_connection() {
    add(
        {}, [this] { return broker_.clients() > 0 && journal_.subscribed() && journal_.quiet() > connection_quiet; },
        connection_limit);
}

void GatewaySession::publish(const std::string& topic, const std::string& payload, bool retain) {
    broker_.publish({topic, payload, qos, retain});
}

/// Each message waits for an answer, and the last one for the end of its answers.
void GatewaySession::run_script(const Ask& ask) {
    await_connection();
    for (const ScriptLine& line : script_of(std::string{ask.action}, ask)) {
        if (const auto* pause = std::get_if<Nanoseconds>(&line)) {
            add({}, {}, *pause);
            continue;
        }
        add(
            [this, payload = std::get<std::string>(line)] {
                answers_before_ = journal_.answers().size();
                publish(gateway_.topic, payload, false);
            },
            [this] { return journal_.answers().size() > answers_before_ && journal_.quiet() > reply_quiet; },
            reply_limit);
    }
    add(
        {}, [this] { return journal_.quiet() > answer_quiet; }, answer_limit);
}

/// Publishes messages without waiting for answers: `times` that of the action `script`, or `payload`; `topic` is put
/// behind the topic of commands.
void GatewaySession::post(const Ask& ask) {
    const std::string action = word(ask, "script");
    const std::string topic = gateway_.topic + word(ask, "topic");
    const bool retain = word(ask, "retain") == "yes";
    std::vector<std::string> payloads{word(ask, "payload")};
    if (!action.empty()) {
        payloads.clear();
        for (const ScriptLine& line : script_of(action, ask))
            if (const auto* payload = std::get_if<std::string>(&line)) payloads.push_back(*payload);
    }
    if (!retain) await_connection();
    add([this, topic, payloads, retain, times = number(ask, "times", 1)] {
        for (int i = 0; i < times; ++i)
            for (const std::string& payload : payloads) publish(topic, payload, retain);
    });
}

void GatewaySession::wait(const Ask& ask) {
    add({}, {}, duration(word(ask, "time")));
}

void GatewaySession::set_fault(const Ask& ask) {
    for (const auto& [name, value] : ask.words)
        add([this, set = entry(broker_faults, name).set, value = value] { set(broker_.faults(), value); });
}

void GatewaySession::act_on_broker(const Ask& ask) {
    const NamedAct& named = entry(broker_acts, word(ask, "act"));
    add([this, &named] {
        named.act(broker_);
        if (named.ends_connection) journal_.disconnected();
    });
}

}  // namespace otbench::check
