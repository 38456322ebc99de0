#include "sim/host/web/metrics.hpp"

#include <fmt/core.h>

#include <boost/core/span.hpp>
#include <iterator>

namespace otbench::sim {
namespace {

using nlohmann::json;

std::string escaped(const std::string& label) {
    std::string text;
    for (const char c : label) {
        if (c == '\\' || c == '"') text += '\\';
        text += c == '\n' ? ' ' : c;
    }
    return text;
}

void add_type(std::string& text, const char* name, const char* type, const char* help) {
    fmt::format_to(std::back_inserter(text), "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

/// A time in nanoseconds as a metric in seconds.
struct TimeMetric {
    const char* key;
    const char* name;
    const char* type;
    const char* help;
};
constexpr TimeMetric bench_times[] = {{"time_ns", "otbench_time_seconds", "gauge", "Virtual time since the start."}};
constexpr TimeMetric delays[] = {
    {"stood_still_ns", "otbench_stood_still_seconds_total", "counter",
     "Virtual time that was left out because the machine was too slow."},
    {"late_ns", "otbench_lateness_seconds", "gauge", "How late the bench, or the last byte of an emulation, was."},
    {"most_late_ns", "otbench_lateness_max_seconds", "gauge", "The most of it since the start."},
};

/// Those of `metrics` that `result` has.
void add_times(std::string& text, boost::span<const TimeMetric> metrics, const json& result) {
    for (const TimeMetric& metric : metrics) {
        if (!result.contains(metric.key)) continue;
        add_type(text, metric.name, metric.type, metric.help);
        fmt::format_to(std::back_inserter(text), "{} {:.6f}\n", metric.name, result.at(metric.key).get<double>() / 1e9);
    }
}

/// The bus of a meter; empty when it has gone meanwhile.
std::string bus_of(const json& bench, const std::string& meter) {
    return bench.value(json::json_pointer("/meters") / meter / "bus", std::string{});
}

void add_faults(std::string& text, const json& bench) {
    add_type(text, "otbench_meter_active_faults", "gauge", "How many faults of a meter are set.");
    const json& faults = bench.at("active_faults");
    for (const auto& [meter, active] : faults.items())
        fmt::format_to(std::back_inserter(text), "otbench_meter_active_faults{{bus=\"{}\",meter=\"{}\"}} {}\n",
                       escaped(bus_of(bench, meter)), escaped(meter), active.size());
    add_type(text, "otbench_meter_fault", "gauge", "1 for each fault of a meter that is set.");
    for (const auto& [meter, active] : faults.items())
        for (const auto& [fault, value] : active.items())
            fmt::format_to(std::back_inserter(text), "otbench_meter_fault{{bus=\"{}\",meter=\"{}\",fault=\"{}\"}} 1\n",
                           escaped(bus_of(bench, meter)), escaped(meter), escaped(fault));
}

/// The numbers of an object, each with a label; those in objects of it under both names.
template <class Write>
void each_number(const json& counts, const std::string& prefix, Write write) {
    for (const auto& [name, value] : counts.items()) {
        const std::string full = prefix.empty() ? name : fmt::format("{} {}", prefix, name);
        if (value.is_number()) write(full, value.template get<double>());
        if (value.is_object()) each_number(value, full, write);
    }
}

}  // namespace

std::string metrics_text(const json& bench, const json& counters) {
    std::string text;
    add_times(text, bench_times, bench);
    add_times(text, delays, counters);
    add_faults(text, bench);
    add_type(text, "otbench_meter_frames_total", "counter", "Frames that a meter received or sent.");
    for (const auto& [meter, counts] : counters.at("meters").items()) {
        const std::string bus = bus_of(bench, meter);
        each_number(counts, "", [&, meter = meter](const std::string& kind, double count) {
            fmt::format_to(std::back_inserter(text),
                           "otbench_meter_frames_total{{bus=\"{}\",meter=\"{}\",kind=\"{}\"}} {:.0f}\n", escaped(bus),
                           escaped(meter), escaped(kind), count);
        });
    }
    add_type(text, "otbench_bus_events_total", "counter", "What happened on a bus.");
    for (const auto& [bus, counts] : counters.at("buses").items())
        each_number(counts, "", [&, bus = bus](const std::string& kind, double count) {
            fmt::format_to(std::back_inserter(text), "otbench_bus_events_total{{bus=\"{}\",kind=\"{}\"}} {:.0f}\n",
                           escaped(bus), escaped(kind), count);
        });
    return text;
}

}  // namespace otbench::sim
