#include "firmware_model/conformance/trace_diff.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <boost/config.hpp>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <utility>

#include "base/config/json_numbers.hpp"
#include "base/event_kinds.hpp"

namespace otbench::firmware {
namespace {

using Json = nlohmann::json;

/// The fields of an event of one kind that count.
struct Compared {
    std::string_view kind;
    std::vector<std::string_view> fields;
    bool is_inside = false;  ///< cannot be seen from outside the device
};

const std::array<Compared, 10> step_events = {{
    {event::publish, {"topic", "payload", "payload_hex", "qos", "retain"}, true},
    {event::subscribe, {"topic", "qos"}, true},
    {event::lwt, {"topic", "payload", "qos", "retain"}, true},
    {event::boot, {}},
    {event::reset, {"stored_reason"}, true},
    {event::assertion, {}, true},
    {event::crash, {}},
    {event::mezz_tx, {"uart", "hex"}},
    {event::i2c_write, {"addr", "hex", "reg", "chan"}},
    {event::uart_tx, {"hex"}},
}};

const std::array<Compared, 3> compared_packets = {{
    {"CONNECT",
     {"protocol", "level", "flags", "keepalive", "client_id", "will_topic", "will_payload", "will_qos", "username",
      "password"}},
    {"PUBLISH", {"topic", "payload", "payload_hex", "qos", "retain", "dup"}},
    {"SUBSCRIBE", {"topic", "qos"}},
}};

constexpr int edge_tolerance_us = 3;

using WideTime = boost::int128_type;  ///< the difference of any two distances fits

/// An event with the fields that count, in the table's order.
struct Event {
    std::string kind;
    std::vector<std::pair<std::string_view, std::string>> fields;

    bool operator==(const Event& other) const { return kind == other.kind && fields == other.fields; }
    [[nodiscard]] std::string text() const {
        std::string list;
        for (const auto& [name, value] : fields) {
            if (!value.empty()) list += fmt::format("{}{} {}", list.empty() ? "" : ", ", name, value);
        }
        return list.empty() ? kind : fmt::format("{} ({})", kind, list);
    }
};

struct Edge {
    std::int64_t t_us;
    int level;
};

WideTime distance(const Edge& from, const Edge& to) {
    return WideTime{to.t_us} - from.t_us;
}

struct Trace {
    std::map<int, std::vector<Event>> steps;
    std::map<std::pair<int, int>, std::vector<Edge>> edges;  ///< by step and pin
    std::vector<Event> wire;
};

template <std::size_t count>
const Compared* find(const std::array<Compared, count>& table, const std::string& kind) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const Compared& c) { return c.kind == kind; });
    return found == table.end() ? nullptr : found;
}

Event event_of(const Json& line, const Compared& compared) {
    Event event{std::string{compared.kind}, {}};
    for (const auto name : compared.fields) {
        const auto field = line.find(std::string{name});
        event.fields.emplace_back(name, field == line.end() ? std::string{} : field->dump());
    }
    return event;
}

void add(const Json& line, TraceView view, Trace& trace) {
    const auto kind = line.at("kind").get<std::string>();
    const int step = json_integer<int>(line.at("step"), "step");
    if (kind == event::gpio_edge) {
        trace.edges[{step, json_integer<int>(line.at("pin"), "pin")}].push_back(
            {json_integer<std::int64_t>(line.at("t_us"), "t_us"), json_integer<int>(line.at("level"), "level")});
    } else if (kind == event::mqtt_tx) {
        const Compared* packet = find(compared_packets, line.at("type").get<std::string>());
        if (packet != nullptr && !line.value("after_reset", false)) trace.wire.push_back(event_of(line, *packet));
    } else if (const Compared* compared = find(step_events, kind)) {
        const bool is_console = kind == event::uart_tx && line.value("source", "") != "cmd";
        const bool is_seen = view == TraceView::inside || !compared->is_inside;
        if (is_seen && !is_console) trace.steps[step].push_back(event_of(line, *compared));
    }
}

boost::system::result<Trace, std::string> read(std::istream& lines, const std::string& name, TraceView view) {
    Trace trace;
    int number = 0;
    for (std::string text; std::getline(lines, text);) {
        ++number;
        if (text.empty()) continue;
        // The library reports by exceptions; they end here.
        try {
            add(Json::parse(text), view, trace);
        } catch (const std::invalid_argument& problem) {
            return fmt::format("{}:{}: {}", name, number, problem.what());
        } catch (const std::exception&) {
            return fmt::format("{}:{}: invalid event (expected a JSON object with t_us, step and kind)", name, number);
        }
    }
    return trace;
}

class Comparison {
public:
    Comparison(std::string first, std::string second) : first_(std::move(first)), second_(std::move(second)) {}

    void events(const std::string& where, const std::vector<Event>& a, const std::vector<Event>& b) {
        const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
        const auto index = x - a.begin() + 1;
        if (x == a.end() && y == b.end()) return;
        if (x == a.end()) return say("{}: after {} in both, only {} has {}", where, index - 1, second_, y->text());
        if (y == b.end()) return say("{}: after {} in both, only {} has {}", where, index - 1, first_, x->text());
        if (x->kind != y->kind) {
            return say("{}, event {}: {} in {}, {} in {}", where, index, x->text(), first_, y->text(), second_);
        }
        for (std::size_t i = 0; i < x->fields.size(); ++i) {
            const auto& [name, left] = x->fields[i];
            const auto& right = y->fields[i].second;
            if (left == right) continue;
            say("{}, event {}, {}: {} is {} in {}, {} in {}", where, index, x->kind, name, shown(left), first_,
                shown(right), second_);
        }
    }

    void edges(const std::string& where, const std::vector<Edge>& a, const std::vector<Edge>& b) {
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
            if (a[i].level != b[i].level) {
                return say("{}: edge {} goes {} in {}, {} in {}", where, i + 1, direction(a[i]), first_,
                           direction(b[i]), second_);
            }
            if (i == 0) continue;
            const WideTime late = distance(b[i - 1], b[i]) - distance(a[i - 1], a[i]);
            const WideTime apart = late > 0 ? late : -late;
            if (apart > edge_tolerance_us) {
                return say("{}: edge {} comes {} us {} after the one before in {} than in {}", where, i + 1, apart,
                           late > 0 ? "later" : "sooner", second_, first_);
            }
        }
        if (a.size() != b.size()) say("{}: {} edges in {}, {} in {}", where, a.size(), first_, b.size(), second_);
    }

    [[nodiscard]] std::vector<std::string> take_sentences() { return std::move(sentences_); }

private:
    template <typename... Arguments>
    void say(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
        sentences_.push_back(fmt::format(text, std::forward<Arguments>(arguments)...));
    }
    static std::string shown(const std::string& value) { return value.empty() ? "missing" : value; }
    static const char* direction(const Edge& edge) { return edge.level != 0 ? "up" : "down"; }

    std::string first_, second_;
    std::vector<std::string> sentences_;
};

std::string step_name(int step) {
    return step < 0 ? std::string{"power-on"} : fmt::format("step {}", step);
}

}  // namespace

boost::system::result<std::vector<std::string>, std::string> compare_traces(std::istream& first_trace,
                                                                            const std::string& first,
                                                                            std::istream& second_trace,
                                                                            const std::string& second, TraceView view) {
    auto a = read(first_trace, first, view);
    if (!a) return a.error();
    auto b = read(second_trace, second, view);
    if (!b) return b.error();

    std::set<int> steps;
    std::set<std::pair<int, int>> pins;
    for (const Trace* trace : {&*a, &*b}) {
        for (const auto& [step, events] : trace->steps) steps.insert(step);
        for (const auto& [pin, edges] : trace->edges) pins.insert(pin);
    }
    Comparison comparison{first, second};
    for (const int step : steps) comparison.events(step_name(step), a->steps[step], b->steps[step]);
    for (const auto& pin : pins) {
        comparison.edges(fmt::format("{}, pin {}", step_name(pin.first), pin.second), a->edges[pin], b->edges[pin]);
    }
    comparison.events("packets on the wire", a->wire, b->wire);
    return comparison.take_sentences();
}

}  // namespace otbench::firmware
