#include "sim/host/web/metrics.hpp"

#include <fmt/core.h>

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

/// The numbers of an object, each with a label; those in objects of it under both names.
template <class Write>
void each_number(const json& counts, const std::string& prefix, Write write) {
    for (const auto& [name, value] : counts.items()) {
        const std::string full = prefix.empty() ? name : prefix + ' ' + name;
        if (value.is_number()) write(full, value.template get<double>());
        if (value.is_object()) each_number(value, full, write);
    }
}

}  // namespace

std::string metrics_text(const json& bench, const json& counters) {
    std::string text;
    add_type(text, "otbench_time_seconds", "gauge", "Virtual time since the start.");
    fmt::format_to(std::back_inserter(text), "otbench_time_seconds {:.3f}\n", bench.value("time_ns", 0.0) / 1e9);
    add_type(text, "otbench_meter_frames_total", "counter", "Frames that a meter received or sent.");
    for (const auto& [meter, counts] : counters.at("meters").items()) {
        const std::string bus = bench.value(json::json_pointer("/meters") / meter / "bus", std::string{});
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
