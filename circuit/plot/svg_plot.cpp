#include "circuit/plot/svg_plot.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace otbench::circuit {
namespace {

// Pixels.
constexpr double width = 960, left = 76, right = 20, top = 44, bottom = 48, panel_gap = 22;
constexpr double plane_width = width - left - right;
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

/// An axis from value to pixel, with round ticks.
class Axis {
public:
    Axis(double low, double high, double first_px, double last_px) : low_{low}, high_{high} {
        if (!(low_ < high_)) {
            const double room = low_ == 0.0 ? 1.0 : 0.05 * std::abs(low_);
            low_ -= room;
            high_ += room;
        }
        first_px_ = first_px;
        scale_ = (last_px - first_px) / (high_ - low_);
    }
    [[nodiscard]] double px(double value) const { return first_px_ + (value - low_) * scale_; }
    [[nodiscard]] bool holds(double value) const { return value >= low_ && value <= high_; }

    /// One, two or five times a power of ten.
    [[nodiscard]] double step(int about) const {
        const double rough = (high_ - low_) / about;
        const double power = std::pow(10.0, std::floor(std::log10(rough)));
        for (const double factor : {1.0, 2.0, 5.0})
            if (factor * power >= rough) return factor * power;
        return 10 * power;
    }
    [[nodiscard]] std::vector<double> ticks(int about) const {
        const double size = step(about);
        std::vector<double> all;
        for (double k = std::ceil(low_ / size - 1e-9); k * size <= high_ + 1e-9 * size; ++k) all.push_back(k * size);
        return all;
    }
    /// A tick's label, with as many digits as tell it from its neighbours.
    [[nodiscard]] std::string label(double value, int about) const {
        const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step(about)) - 1e-9)), 0, 9);
        return fmt::format("{:.{}f}", value == 0.0 ? 0.0 : value, digits);
    }

private:
    double low_, high_, first_px_, scale_;
};

struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();
    void include(double value) {
        if (!std::isfinite(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    /// With a little room above and below.
    [[nodiscard]] Range widened() const {
        const double room = 0.05 * (high - low);
        return {low - room, high + room};
    }
    [[nodiscard]] bool empty() const { return low > high; }
};

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

void draw_bars(std::string& out, const PlotSeries& series, const Axis& x, const Axis& y, const char* colour) {
    const double pitch = series.x.size() > 1 ? x.px(series.x[1]) - x.px(series.x[0]) : plane_width / 4;
    for (std::size_t i = 0; i < series.x.size(); ++i)
        out += fmt::format(
            "<rect x=\"{:.1f}\" y=\"{:.2f}\" width=\"{:.1f}\" height=\"{:.2f}\" fill=\"{}\" fill-opacity=\"0.7\"/>\n",
            x.px(series.x[i]) - pitch * 0.46, y.px(series.y[i]), pitch * 0.92, y.px(0) - y.px(series.y[i]), colour);
}

void draw(std::string& out, const PlotSeries& series, const Axis& x, const Axis& y, const char* colour) {
    switch (series.style) {
        case PlotSeries::Style::bars: draw_bars(out, series, x, y, colour); break;
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

void draw_legend(std::string& out, const PlotPanel& panel, double y_px) {
    double x_px = left + 10;
    for (std::size_t i = 0; i < panel.series.size(); ++i) {
        const std::string& name = panel.series[i].name;
        if (name.empty()) continue;
        out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"12\" height=\"4\" fill=\"{}\"/>\n", x_px, y_px - 5,
                           colours[i % colours.size()]);
        text(out, x_px + 17, y_px, "start", name);
        x_px += 34 + 7.0 * static_cast<double>(name.size());
    }
}

void draw_panel(std::string& out, const PlotPanel& panel, const Axis& x, double top_px, double height_px) {
    constexpr int about = 6;
    Range range;
    for (const auto& series : panel.series) {
        for (const double value : series.y) range.include(value);
        if (series.style == PlotSeries::Style::bars) range.include(0.0);
    }
    for (const double limit : panel.limits) range.include(limit);
    if (range.empty()) range = {0, 1};
    const Range wide = range.widened();
    const bool bars = !panel.series.empty() && panel.series[0].style == PlotSeries::Style::bars;
    const Axis y{bars ? range.low : wide.low, wide.high, top_px + height_px, top_px};
    for (const double tick : y.ticks(about)) {
        line(out, left, y.px(tick), width - right, y.px(tick), "#ddd");
        text(out, left - 8, y.px(tick) + 4, "end", y.label(tick, about));
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

/// From pale to dark blue.
std::string shade(double share) {
    const auto mix = [&](int pale, int dark) { return static_cast<int>(std::lround(pale + share * (dark - pale))); };
    return fmt::format("#{:02x}{:02x}{:02x}", mix(247, 8), mix(251, 81), mix(255, 156));
}

}  // namespace

std::string svg(const Plot& plot) {
    constexpr int about = 10;
    const double panel_height = plot.panels.size() > 1 ? 190 : 340;
    const auto count = static_cast<double>(plot.panels.size());
    const double height = top + bottom + count * (panel_height + panel_gap);
    Range range;
    bool bars = false;
    for (const auto& panel : plot.panels)
        for (const auto& series : panel.series) {
            for (const double value : series.x) range.include(value);
            bars = bars || series.style == PlotSeries::Style::bars;
        }
    if (range.empty()) range = {0, 1};
    if (bars) range = range.widened();
    const Axis x{range.low, range.high, left, width - right};
    std::string out;
    const double foot = height - bottom;
    for (const double tick : x.ticks(about)) {
        line(out, x.px(tick), top, x.px(tick), foot, "#eee");
        text(out, x.px(tick), foot + 16, "middle", x.label(tick, about));
    }
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
    Range range;
    for (const auto& row : map.values)
        for (const double value : row) range.include(value);
    std::string out;
    for (std::size_t i = 0; i < map.y.size(); ++i) {
        const double y_px = first_row + static_cast<double>(map.y.size() - 1 - i) * cell_height;
        text(out, left - 8, y_px + cell_height / 2 + 4, "end", fmt::format("{:g}", map.y[i]));
        for (std::size_t k = 0; k < map.x.size(); ++k) {
            const double value = map.values[i][k], x_px = left + static_cast<double>(k) * cell_width;
            const bool there = std::isfinite(value);
            const double share = there && range.high > range.low ? (value - range.low) / (range.high - range.low) : 0.0;
            out += fmt::format(
                "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\" stroke=\"white\"/>\n",
                x_px, y_px, cell_width, cell_height, there ? shade(share) : "#eee");
            constexpr double least_for_text = 26, dark_from = 0.55;
            if (there && cell_width >= least_for_text)
                text(out, x_px + cell_width / 2, y_px + cell_height / 2 + 4, "middle", fmt::format("{:.4g}", value),
                     share > dark_from ? " fill=\"white\" font-size=\"10\"" : " font-size=\"10\"");
        }
    }
    const double foot = first_row + rows * cell_height;
    const auto every = static_cast<std::size_t>(std::ceil(30 / cell_width));  // labels need their room
    for (std::size_t k = 0; k < map.x.size(); k += every)
        text(out, left + (static_cast<double>(k) + 0.5) * cell_width, foot + 16, "middle",
             fmt::format("{:g}", map.x[k]));
    text(out, left + plane_width / 2, foot + 36, "middle", map.x_label);
    text(out, left, first_row - 12, "start", map.y_label + " (rows)");
    return framed(height, map.title, out);
}

}  // namespace otbench::circuit
