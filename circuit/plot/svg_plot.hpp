#pragma once

#include <optional>
#include <string>
#include <vector>

namespace otbench::circuit {

enum class Scale { linear, logarithmic };

/// `logarithmic` for positive values that spread over a factor of 50 or more by factors rather than by steps.
Scale fitting_scale(const std::vector<double>& values);
/// Whether a quantity is only ever 1 or 0.
bool is_yes_or_no(const std::vector<double>& values);

/// One curve of a plot. What is not a number is a gap.
struct PlotSeries {
    /// `yes_no`: of values 1 and 0, a coloured field around each point.
    enum class Style { line, dashed, points, bars, yes_no };
    std::string name;  ///< in the legend; empty: not there
    std::vector<double> x, y;
    Style style = Style::line;
};

/// A plane with its own vertical axis; all planes of a plot share the horizontal one.
struct PlotPanel {
    std::string y_label;  ///< with the unit
    std::vector<PlotSeries> series;
    std::vector<double> limits;  ///< values marked by a horizontal line
    Scale scale = Scale::linear;
};

/// Curves over one quantity.
struct Plot {
    std::string title;
    std::string x_label;  ///< with the unit
    std::vector<PlotPanel> panels;
    Scale x_scale = Scale::linear;
    std::vector<std::string> x_names = {};  ///< of the places 0, 1, 2 …, instead of numbers
};

/// A quantity over two others, as coloured cells with a legend. `values[row][column]`; what is not a number stays
/// empty.
struct HeatMap {
    std::string title, x_label, y_label;
    std::vector<double> x, y;
    std::vector<std::vector<double>> values;
};

/// A picture that needs nothing but itself. Same input, same bytes.
std::string svg(const Plot& plot);
std::string svg(const HeatMap& map);

}  // namespace otbench::circuit
