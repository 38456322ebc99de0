#include "runner/steps/record/signal_part.hpp"
#include "base/time.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace otbench::runner {
namespace {

std::optional<Extremes> extremes_of(const std::vector<double>& values) {
    if (values.empty()) return std::nullopt;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return Extremes{*least, *most};
}

Extremes range_of(const SignalPart& part) {
    std::vector<double> values;
    for (const SignalPoint& point : part.points) values.push_back(point.value);
    return extremes_of(values).value_or(Extremes{});
}

/// The times at which the signal passes the middle between its extremes.
std::vector<Nanoseconds> edges_of(const SignalPart& part) {
    const Extremes range = range_of(part);
    const double middle = (range.least + range.most) / 2;
    std::vector<Nanoseconds> edges;
    for (std::size_t i = 1; i < part.points.size(); ++i)
        if ((part.points[i - 1].value > middle) != (part.points[i].value > middle)) edges.push_back(part.points[i].at);
    return edges;
}

/// The times between neighbouring edges, in seconds.
std::vector<double> pulses_of(const SignalPart& part) {
    const auto edges = edges_of(part);
    std::vector<double> widths;
    for (std::size_t i = 1; i < edges.size(); ++i) widths.push_back(in_seconds(edges[i] - edges[i - 1]));
    return widths;
}

std::optional<Extremes> minimum(const SignalPart& part) {
    const double value = range_of(part).least;
    return Extremes{value, value};
}

std::optional<Extremes> maximum(const SignalPart& part) {
    const double value = range_of(part).most;
    return Extremes{value, value};
}

/// Over time, each value until the next one.
std::optional<Extremes> mean(const SignalPart& part) {
    const double length = in_seconds(part.end - part.points.front().at);
    if (length <= 0.0) return Extremes{part.points.front().value, part.points.front().value};
    double sum = 0.0;
    for (std::size_t i = 0; i < part.points.size(); ++i) {
        const Nanoseconds until = i + 1 < part.points.size() ? part.points[i + 1].at : part.end;
        sum += part.points[i].value * in_seconds(until - part.points[i].at);
    }
    return Extremes{sum / length, sum / length};
}

std::optional<Extremes> edge_count(const SignalPart& part) {
    const auto count = static_cast<double>(edges_of(part).size());
    return Extremes{count, count};
}

std::optional<Extremes> pulse_width(const SignalPart& part) {
    return extremes_of(pulses_of(part));
}

std::optional<Extremes> gap(const SignalPart& part) {
    const auto widths = extremes_of(pulses_of(part));
    if (!widths) return std::nullopt;
    return Extremes{widths->most, widths->most};
}

/// From all pulses of at most a character, as whole numbers of bits of the shortest one.
std::optional<Extremes> bit_rate(const SignalPart& part) {
    constexpr double bits_of_a_character = 11.5;
    const auto widths = pulses_of(part);
    const auto extremes = extremes_of(widths);
    if (!extremes) return std::nullopt;
    double bits = 0.0, time = 0.0;
    for (const double width : widths) {
        if (width > bits_of_a_character * extremes->least) continue;
        bits += std::round(width / extremes->least);
        time += width;
    }
    return Extremes{bits / time, bits / time};
}

/// How long each passage from one tenth of the range to nine tenths takes; `rising`: or back.
std::optional<Extremes> transition(const SignalPart& part, bool rising) {
    const Extremes range = range_of(part);
    const double sign = rising ? 1.0 : -1.0;
    const double low = rising ? range.least : -range.most, width = range.most - range.least;
    std::optional<Nanoseconds> begin;
    std::vector<double> times;
    for (const SignalPoint& point : part.points) {
        const double height = width > 0.0 ? (sign * point.value - low) / width : 0.0;
        if (height <= 0.1) {
            begin = point.at;
        } else if (height >= 0.9 && begin) {
            times.push_back(in_seconds(point.at - *begin));
            begin.reset();
        }
    }
    return extremes_of(times);
}

std::optional<Extremes> rise_time(const SignalPart& part) {
    return transition(part, true);
}

std::optional<Extremes> fall_time(const SignalPart& part) {
    return transition(part, false);
}

}  // namespace

SignalPart part_of(const SignalHistory& history, Nanoseconds begin, Nanoseconds end) {
    SignalPart part{{{begin, history.empty() ? 0.0 : history.front().value}}, end};
    for (const SignalPoint& point : history) {
        if (point.at > end) break;
        if (point.at <= begin)
            part.points.front().value = point.value;
        else
            part.points.push_back(point);
    }
    return part;
}

boost::span<const SignalQuantity> signal_quantities() {
    static constexpr SignalQuantity list[] = {
        {"minimum", std::nullopt, "", 1.0, "", minimum},
        {"maximum", std::nullopt, "", 1.0, "", maximum},
        {"mean", std::nullopt, "", 1.0, "", mean},
        {"edges", Dimension::count, "", 1.0, "", edge_count},
        {"pulse-width", Dimension::duration, "ms", 1e3, "no pulse between two edges", pulse_width},
        {"gap", Dimension::duration, "ms", 1e3, "no pulse between two edges", gap},
        {"bit-rate", Dimension::count, "bit/s", 1.0, "no pulse between two edges", bit_rate},
        {"rise-time", Dimension::duration, "us", 1e6, "no rising edge", rise_time},
        {"fall-time", Dimension::duration, "us", 1e6, "no falling edge", fall_time},
    };
    return list;
}

}  // namespace otbench::runner
