#pragma once

#include <optional>
#include <string>
#include <vector>

namespace otbench::circuit {

/// One curve of a plot. What is not a number is a gap.
struct PlotSeries {
    enum class Style { line, dashed, points, bars };
    std::string name;  ///< in the legend; empty: not there
    std::vector<double> x, y;
    Style style = Style::line;
};

/// A plane with its own vertical axis; all planes of a plot share the horizontal one.
struct PlotPanel {
    std::string y_label;  ///< with the unit
    std::vector<PlotSeries> series;
    std::vector<double> limits;  ///< values marked by a horizontal line
};

/// Curves over one quantity.
struct Plot {
    std::string title;
    std::string x_label;  ///< with the unit
    std::vector<PlotPanel> panels;
};

/// A quantity over two others, as coloured and labelled cells. `values[row][column]`; what is not a number stays empty.
struct HeatMap {
    std::string title, x_label, y_label;
    std::vector<double> x, y;
    std::vector<std::vector<double>> values;
};

/// A picture that needs nothing but itself. Same input, same bytes.
std::string svg(const Plot& plot);
std::string svg(const HeatMap& map);

}  // namespace otbench::circuit
