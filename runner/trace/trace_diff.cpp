#include "runner/trace/trace_diff.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "runner/trace/sequence_match.hpp"

namespace otbench::runner {
namespace {

using Events = std::vector<const RecordedEvent*>;
using KindAndSource = std::pair<std::string, std::string>;
using Groups = std::map<KindAndSource, std::pair<Events, Events>>;
using Fields = std::set<std::pair<std::string, std::string>>;  ///< kind, name

/// Comparison of two traces.
class Comparison {
public:
    Comparison(const RecordedTrace& first, const RecordedTrace& second, const TraceTolerances& tolerances)
        : tolerances_{tolerances} {
        for (const RecordedEvent& event : first.events) add(event, &std::pair<Events, Events>::first);
        for (const RecordedEvent& event : second.events) add(event, &std::pair<Events, Events>::second);
    }

    std::vector<TraceDifference> differences() const {
        std::vector<TraceDifference> found;
        for (const auto& [name, events] : groups_) {
            TraceDifference difference = compare(events.first, events.second);
            if (difference.only_first.empty() && difference.only_second.empty() && difference.changed.empty() &&
                difference.moved == 0)
                continue;
            std::tie(difference.kind, difference.source) = name;
            found.push_back(std::move(difference));
        }
        return found;
    }

private:
    void add(const RecordedEvent& event, Events std::pair<Events, Events>::*side) {
        if (tolerances_.ignored.count(event.kind) != 0) return;
        (groups_[{event.kind, event.source}].*side).push_back(&event);
        for (const auto& [name, value] : event.fields.items())
            if (value.is_number_float()) measured_.emplace(event.kind, name);
    }

    /// All fields but measured numbers.
    [[nodiscard]] std::string signature(const RecordedEvent& event) const {
        std::string text;
        for (const auto& [name, value] : event.fields.items())
            if (measured_.count({event.kind, name}) == 0) text += name + '=' + value.dump() + ' ';
        return text;
    }

    [[nodiscard]] std::vector<std::string> signatures(const Events& events) const {
        std::vector<std::string> texts;
        for (const RecordedEvent* event : events) texts.push_back(signature(*event));
        return texts;
    }

    [[nodiscard]] bool is_close(const RecordedEvent& a, const RecordedEvent& b) const {
        for (const auto& [name, value] : a.fields.items()) {
            if (!value.is_number() || measured_.count({a.kind, name}) == 0) continue;
            const auto other = b.fields.find(name);
            if (other == b.fields.end() || !other->is_number()) return false;
            const double x = value, y = *other;
            if (std::abs(x - y) > tolerances_.value * std::max(std::abs(x), std::abs(y))) return false;
        }
        return true;
    }

    [[nodiscard]] TraceDifference compare(const Events& first, const Events& second) const {
        TraceDifference difference;
        const auto pairs = match_sequences(signatures(first), signatures(second));
        if (!pairs) {
            difference.only_first = first;
            difference.only_second = second;
            return difference;
        }
        std::size_t a = 0, b = 0;
        const auto skip_to = [&](std::size_t next_a, std::size_t next_b) {
            for (; a < next_a; ++a) difference.only_first.push_back(first[a]);
            for (; b < next_b; ++b) difference.only_second.push_back(second[b]);
        };
        for (const auto& [i, j] : *pairs) {
            skip_to(i, j);
            compare_times(*first[a], *second[b], difference);
            if (!is_close(*first[a], *second[b])) difference.changed.emplace_back(first[a], second[b]);
            ++a;
            ++b;
        }
        skip_to(first.size(), second.size());
        return difference;
    }

    void compare_times(const RecordedEvent& a, const RecordedEvent& b, TraceDifference& difference) const {
        const Nanoseconds apart = b.at - a.at;
        if (std::chrono::abs(apart) <= tolerances_.time) return;
        ++difference.moved;
        if (std::chrono::abs(apart) > std::chrono::abs(difference.farthest)) difference.farthest = apart;
    }

    const TraceTolerances& tolerances_;
    Groups groups_;
    Fields measured_;
};

std::string examples_of(const Events& events, const char* sign, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < std::min(most, events.size()); ++i)
        text += fmt::format("  {} {}\n", sign, event_text(*events[i]));
    if (events.size() > most) text += fmt::format("  {} … {} more\n", sign, events.size() - most);
    return text;
}

}  // namespace

std::vector<TraceDifference> compare_traces(const RecordedTrace& first, const RecordedTrace& second,
                                            const TraceTolerances& tolerances) {
    return Comparison{first, second, tolerances}.differences();
}

std::string difference_text(const std::vector<TraceDifference>& differences, std::size_t examples) {
    std::string text;
    for (const TraceDifference& difference : differences) {
        std::string line = difference.kind;
        if (!difference.source.empty()) line += " of " + difference.source;
        const char* separator = ": ";
        const auto add = [&](std::size_t count, const std::string& words) {
            if (count == 0) return;
            line += fmt::format("{}{} {}", separator, count, words);
            separator = ", ";
        };
        add(difference.only_first.size(), "only in the first");
        add(difference.only_second.size(), "only in the second");
        add(difference.changed.size(), "with other values");
        const double apart = std::chrono::duration<double, std::milli>(difference.farthest).count();
        add(difference.moved,
            fmt::format("at other times, up to {:g} ms {}", std::abs(apart), apart < 0 ? "earlier" : "later"));
        text += line + '\n' + examples_of(difference.only_first, "-", examples) +
                examples_of(difference.only_second, "+", examples);
        for (std::size_t i = 0; i < std::min(examples, difference.changed.size()); ++i)
            text += fmt::format("  - {}\n  + {}\n", event_text(*difference.changed[i].first),
                                event_text(*difference.changed[i].second));
    }
    return text;
}

}  // namespace otbench::runner
