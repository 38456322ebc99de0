#include "check/report/time_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/printable.hpp"
#include "base/text.hpp"

namespace otbench::check {
namespace {

// Sizes in units of the drawing.
constexpr double width = 1000, left = 60, right = 990, narrowest = 3;
constexpr double client_top = 8, meter_top = 40, bar_height = 22, axis_y = 74, height = 92;

/// A round number of seconds of which at most ten fit into `span`.
double tick_step(double span) {
    const double power = std::pow(10.0, std::floor(std::log10(span)));
    for (const double step : {0.1, 0.2, 0.5, 1.0})
        if (span / (power * step) <= 10) return power * step;
    return power;
}

std::string bar(const LineFrame& frame, double begin, double scale) {
    const double x = left + (in_seconds(frame.start) - begin) * scale;
    const double wide = std::max(in_seconds(frame.end - frame.start) * scale, narrowest);
    const char* kind = frame.service == "damaged" ? "bad" : frame.from_client ? "asks" : "tells";
    return fmt::format(
        R"(<rect class="{}" x="{:.1f}" y="{}" width="{:.1f}" height="{}"><title>{:.4f} s {} {}</title></rect>)", kind,
        x, frame.from_client ? client_top : meter_top, wide, bar_height, in_seconds(frame.start), frame.service,
        hex_text(frame.octets, " "));
}

}  // namespace

std::string html_text(const std::string& text) {
    std::string escaped;
    for (const char character : printable(text)) {
        if (character == '<')
            escaped += "&lt;";
        else if (character == '&')
            escaped += "&amp;";
        else if (character == '"')
            escaped += "&quot;";
        else
            escaped += character;
    }
    return escaped;
}

std::string time_line_svg(const std::vector<LineFrame>& frames) {
    if (frames.empty()) return {};
    const double begin = in_seconds(frames.front().start);
    double end = begin + 0.01;
    for (const LineFrame& frame : frames) end = std::max(end, in_seconds(frame.end));
    const double scale = (right - left) / (end - begin);
    std::string svg =
        fmt::format(R"(<div class="time-line"><svg viewBox="0 0 {} {}" role="img" aria-label="frames on a time line">)",
                    width, height);
    svg += fmt::format(R"(<text x="0" y="{}">client</text><text x="0" y="{}">meters</text>)", client_top + 15,
                       meter_top + 15);
    const double step = tick_step(end - begin);
    for (double tick = std::ceil(begin / step) * step; tick <= end; tick += step)
        svg += fmt::format(
            R"(<line x1="{0:.1f}" x2="{0:.1f}" y1="4" y2="{1}"/><text x="{0:.1f}" y="{2}" text-anchor="middle">{3:g} s</text>)",
            left + (tick - begin) * scale, axis_y, axis_y + 14, tick);
    for (const LineFrame& frame : frames) svg += bar(frame, begin, scale);
    return svg + "</svg></div>\n";
}

}  // namespace otbench::check
