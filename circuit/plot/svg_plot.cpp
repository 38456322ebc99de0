#include "circuit/plot/svg_plot.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "circuit/plot/axis.hpp"

namespace otbench::circuit {
namespace {

// Pixels.
constexpr double width = 960, left = 76, right = 32, top = 44, bottom = 48, panel_gap = 22;
constexpr double plane_width = width - left - right;
constexpr const char *yes_colour = "#2ca02c", *no_colour = "#d62728";
constexpr std::array<const char*, 8> colours{"#1f77b4", "#d62728", "#2ca02c", "#9467bd",
                                             "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f"};

std::string escaped(const std::string& text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            default: safe += c;
        }
    }
    return safe;
}

void text(std::string& out, double x, double y, const char* anchor, const std::string& what, const char* more = "") {
    out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                       escaped(what));
}

void line(std::string& out, double x1, double y1, double x2, double y2, const char* colour, const char* more = "") {
    out += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\"{}/>\n", x1, y1, x2,
                       y2, colour, more);
}

/// Points of a curve in pixels. Of those that share a column of pixels the first, lowest, highest and last are drawn.
std::string path_of(const PlotSeries& series, const Axis& x, const Axis& y) {
    std::string path;
    bool pen_down = false;
    const auto draw = [&](std::size_t i) {
        path += fmt::format("{}{:.1f} {:.2f}", pen_down ? "L" : "M", x.px(series.x[i]), y.px(series.y[i]));
        pen_down = true;
    };
    for (std::size_t i = 0; i < series.x.size();) {
        if (!std::isfinite(series.y[i])) {
            pen_down = false;
            ++i;
            continue;
        }
        std::size_t end = i, low = i, high = i;
        const double column = std::floor(x.px(series.x[i]) * 2);
        for (; end < series.x.size() && std::isfinite(series.y[end]) && std::floor(x.px(series.x[end]) * 2) == column;
             ++end) {
            if (series.y[end] < series.y[low]) low = end;
            if (series.y[end] > series.y[high]) high = end;
        }
        std::array<std::size_t, 4> drawn{i, low, high, end - 1};
        std::sort(drawn.begin(), drawn.end());
        const auto last = std::unique(drawn.begin(), drawn.end());
        std::for_each(drawn.begin(), last, draw);
        i = end;
    }
    return path;
}

/// How far apart bars are; as many units as one has when it is alone.
double pitch_of(const PlotSeries& bars) {
    if (bars.x.size() > 1) return bars.x[1] - bars.x[0];
    return bars.x.empty() || bars.x[0] == 0.0 ? 1.0 : 0.1 * std::abs(bars.x[0]);
}

void draw_bars(std::string& out, const PlotSeries& series, const Axis& x, const Axis& y, const char* colour) {
    const double half = 0.46 * pitch_of(series);
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        const double from = x.px(series.x[i] - half), to = x.px(series.x[i] + half);
        out += fmt::format(
            "<rect x=\"{:.1f}\" y=\"{:.2f}\" width=\"{:.1f}\" height=\"{:.2f}\" fill=\"{}\" fill-opacity=\"0.7\"/>\n",
            from, y.px(series.y[i]), to - from, y.px(0) - y.px(series.y[i]), colour);
    }
}

/// Each point's field reaches half-way to its neighbours.
void draw_yes_no(std::string& out, const PlotSeries& series, const Axis& x, const Axis& y) {
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        if (!std::isfinite(series.y[i])) continue;
        const double at = x.px(series.x[i]);
        const double from = i > 0 ? (x.px(series.x[i - 1]) + at) / 2 : at;
        const double to = i + 1 < series.x.size() ? (at + x.px(series.x[i + 1])) / 2 : at;
        const char* colour = series.y[i] != 0.0 ? yes_colour : no_colour;
        out += fmt::format(
            "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" fill=\"{}\" fill-opacity=\"0.35\"/>\n",
            std::min(from, to), y.px(1), std::abs(to - from), y.px(0) - y.px(1), colour);
        out +=
            fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.2f}\" r=\"3\" fill=\"{}\"/>\n", at, y.px(series.y[i]), colour);
    }
}

void draw(std::string& out, const PlotSeries& series, const Axis& x, const Axis& y, const char* colour) {
    switch (series.style) {
        case PlotSeries::Style::bars: draw_bars(out, series, x, y, colour); break;
        case PlotSeries::Style::yes_no: draw_yes_no(out, series, x, y); break;
        case PlotSeries::Style::points:
            for (std::size_t i = 0; i < series.x.size(); ++i)
                if (std::isfinite(series.y[i]))
                    out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.2f}\" r=\"2.5\" fill=\"{}\"/>\n",
                                       x.px(series.x[i]), y.px(series.y[i]), colour);
            break;
        case PlotSeries::Style::line:
        case PlotSeries::Style::dashed:
            out += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\"{}/>\n",
                               path_of(series, x, y), colour,
                               series.style == PlotSeries::Style::dashed ? " stroke-dasharray=\"5 4\"" : "");
            break;
    }
}

/// An entry of a legend; returns where the next one goes.
double draw_entry(std::string& out, double x_px, double y_px, const char* colour, const std::string& name) {
    constexpr double gap = 34, per_letter = 7;
    out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"12\" height=\"4\" fill=\"{}\"/>\n", x_px, y_px - 5,
                       colour);
    text(out, x_px + 17, y_px, "start", name);
    return x_px + gap + per_letter * static_cast<double>(name.size());
}

double draw_yes_no_legend(std::string& out, double x_px, double y_px) {
    return draw_entry(out, draw_entry(out, x_px, y_px, yes_colour, "yes"), y_px, no_colour, "no");
}

void draw_legend(std::string& out, const PlotPanel& panel, double y_px) {
    double x_px = left + 10;
    for (std::size_t i = 0; i < panel.series.size(); ++i) {
        const PlotSeries& series = panel.series[i];
        if (series.style == PlotSeries::Style::yes_no) x_px = draw_yes_no_legend(out, x_px, y_px);
        if (!series.name.empty()) x_px = draw_entry(out, x_px, y_px, colours[i % colours.size()], series.name);
    }
}

bool has(const PlotPanel& panel, PlotSeries::Style style) {
    return std::any_of(panel.series.begin(), panel.series.end(), [&](const PlotSeries& s) { return s.style == style; });
}

/// The vertical axis of a plane, which holds all its curves and limits.
Axis vertical_axis(const PlotPanel& panel, double top_px, double height_px) {
    Range range;
    for (const auto& series : panel.series)
        for (const double value : series.y) range.include(value);
    for (const double limit : panel.limits) range.include(limit);
    const bool bars = has(panel, PlotSeries::Style::bars);
    if (bars) range.include(0.0);
    if (has(panel, PlotSeries::Style::yes_no) || range.empty()) range = {0, 1};
    Range wide = range.widened(panel.scale);
    if (bars) wide.low = range.low;
    return {wide, panel.scale, top_px + height_px, top_px};
}

void draw_panel(std::string& out, const PlotPanel& panel, const Axis& x, double top_px, double height_px) {
    constexpr int about = 6;
    const Axis y = vertical_axis(panel, top_px, height_px);
    const bool yes_no = has(panel, PlotSeries::Style::yes_no);
    for (const double tick : yes_no ? std::vector{0.0, 1.0} : y.ticks(about)) {
        line(out, left, y.px(tick), width - right, y.px(tick), "#ddd");
        text(out, left - 8, y.px(tick) + 4, "end", yes_no ? (tick != 0.0 ? "yes" : "no") : y.label(tick, about));
    }
    out += fmt::format("<rect x=\"{}\" y=\"{:.1f}\" width=\"{}\" height=\"{:.1f}\" fill=\"none\" stroke=\"#444\"/>\n",
                       left, top_px, plane_width, height_px);
    for (const double limit : panel.limits)
        line(out, left, y.px(limit), width - right, y.px(limit), "#000", " stroke-dasharray=\"2 3\"");
    for (std::size_t i = 0; i < panel.series.size(); ++i) draw(out, panel.series[i], x, y, colours[i % colours.size()]);
    const double middle_px = top_px + height_px / 2;
    text(out, 18, middle_px, "middle", panel.y_label,
         fmt::format(" transform=\"rotate(-90 18 {:.1f})\"", middle_px).c_str());
    draw_legend(out, panel, top_px - 6);
}

std::string framed(double height, const std::string& title, const std::string& body) {
    return fmt::format(
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" "
               "height=\"{1:.0f}\" font-family=\"sans-serif\" font-size=\"12\">\n"
               "<title>{2}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
               "<text x=\"{3:.1f}\" y=\"20\" text-anchor=\"middle\" font-size=\"15\">{2}</text>\n",
               width, height, escaped(title), width / 2) +
           body + "</svg>\n";
}

/// What the colours of a map stand for.
struct Colouring {
    Range range;
    bool yes_no = false;

    /// From 0 to 1 within the range.
    [[nodiscard]] double share(double value) const {
        return range.high > range.low ? (value - range.low) / (range.high - range.low) : 0.0;
    }
};

/// From pale to dark blue.
std::string shade(double share) {
    const auto mix = [&](int pale, int dark) { return static_cast<int>(std::lround(pale + share * (dark - pale))); };
    return fmt::format("#{:02x}{:02x}{:02x}", mix(247, 8), mix(251, 81), mix(255, 156));
}

std::string colour_of(const Colouring& colouring, double value) {
    if (!std::isfinite(value)) return "#eee";
    if (colouring.yes_no) return value != 0.0 ? "#95cf95" : "#ea9393";  // yes and no, paler
    return shade(colouring.share(value));
}

/// The colours of a map from the lowest to the highest value, beside its title.
void draw_map_legend(std::string& out, const Colouring& colouring, double y_px) {
    constexpr int steps = 24;
    constexpr double step_width = 5, height = 10;
    if (colouring.yes_no) {
        draw_yes_no_legend(out, width - right - 100, y_px);
        return;
    }
    if (colouring.range.empty()) return;
    const double first = width - right - 60 - steps * step_width;
    for (int i = 0; i < steps; ++i)
        out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>\n",
                           first + i * step_width, y_px - height, step_width, height,
                           shade(static_cast<double>(i) / (steps - 1)));
    text(out, first - 6, y_px - 1, "end", fmt::format("{:.4g}", colouring.range.low));
    text(out, first + steps * step_width + 6, y_px - 1, "start", fmt::format("{:.4g}", colouring.range.high));
}

}  // namespace

std::string svg(const Plot& plot) {
    constexpr int about = 10;
    const double panel_height = plot.panels.size() > 1 ? 190 : 340;
    const auto count = static_cast<double>(plot.panels.size());
    const double height = top + bottom + count * (panel_height + panel_gap);
    Range range;
    for (const auto& panel : plot.panels)
        for (const auto& series : panel.series) {
            const double margin = series.style == PlotSeries::Style::bars ? pitch_of(series) / 2 : 0.0;
            for (const double value : series.x) {
                range.include(value - margin);
                range.include(value + margin);
            }
        }
    if (range.empty()) range = {0, 1};
    const Axis x{range, plot.x_scale, left, width - right};
    std::string out;
    const double foot = height - bottom;
    const auto mark = [&](double at, const std::string& label) {
        line(out, x.px(at), top + panel_gap, x.px(at), foot, "#eee");
        text(out, x.px(at), foot + 16, "middle", label);
    };
    for (std::size_t i = 0; i < plot.x_names.size(); ++i) mark(static_cast<double>(i), plot.x_names[i]);
    if (plot.x_names.empty())
        for (const double tick : x.ticks(about)) mark(tick, x.label(tick, about));
    text(out, left + plane_width / 2, foot + 36, "middle", plot.x_label);
    for (std::size_t i = 0; i < plot.panels.size(); ++i)
        draw_panel(out, plot.panels[i], x, top + panel_gap + static_cast<double>(i) * (panel_height + panel_gap),
                   panel_height);
    return framed(height, plot.title, out);
}

std::string svg(const HeatMap& map) {
    constexpr double cell_height = 28, first_row = 70;
    const auto rows = static_cast<double>(map.y.size());
    const double cell_width = plane_width / std::max(1.0, static_cast<double>(map.x.size()));
    const double height = first_row + rows * cell_height + bottom;
    Colouring colouring;
    std::vector<double> all;
    for (const auto& row : map.values) all.insert(all.end(), row.begin(), row.end());
    for (const double value : all) colouring.range.include(value);
    colouring.yes_no = is_yes_or_no(all);
    std::string out;
    for (std::size_t i = 0; i < map.y.size(); ++i) {
        const double y_px = first_row + static_cast<double>(map.y.size() - 1 - i) * cell_height;
        text(out, left - 8, y_px + cell_height / 2 + 4, "end", fmt::format("{:g}", map.y[i]));
        for (std::size_t k = 0; k < map.x.size(); ++k) {
            const double value = map.values[i][k], x_px = left + static_cast<double>(k) * cell_width;
            const bool there = std::isfinite(value);
            out += fmt::format(
                "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\" stroke=\"white\"/>\n",
                x_px, y_px, cell_width, cell_height, colour_of(colouring, value));
            constexpr double least_for_text = 26, dark_from = 0.55;
            if (there && cell_width >= least_for_text)
                text(out, x_px + cell_width / 2, y_px + cell_height / 2 + 4, "middle",
                     colouring.yes_no ? (value != 0.0 ? "yes" : "no") : fmt::format("{:.4g}", value),
                     !colouring.yes_no && colouring.share(value) > dark_from ? " fill=\"white\" font-size=\"10\""
                                                                             : " font-size=\"10\"");
        }
    }
    const double foot = first_row + rows * cell_height;
    const auto every = static_cast<std::size_t>(std::ceil(30 / cell_width));  // labels need their room
    for (std::size_t k = 0; k < map.x.size(); k += every)
        text(out, left + (static_cast<double>(k) + 0.5) * cell_width, foot + 16, "middle",
             fmt::format("{:g}", map.x[k]));
    text(out, left + plane_width / 2, foot + 36, "middle", map.x_label);
    text(out, left, first_row - 12, "start", map.y_label + " (rows)");
    draw_map_legend(out, colouring, first_row - 12);
    return framed(height, map.title, out);
}

}  // namespace otbench::circuit
