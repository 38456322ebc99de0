#include "circuit/plot/svg_plot.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace otbench::circuit::test {
namespace {

using testing::HasSubstr;
using testing::Not;

Plot ramp(PlotSeries::Style style) {
    return {"A & B", "time in ms", {{"bus in V", {{"run", {0, 1, 2}, {10, 20, 30}, style}}, {}}}};
}

TEST(SvgPlot, is_the_same_for_the_same_curves_and_names_its_axes) {
    const auto picture = svg(ramp(PlotSeries::Style::line));
    EXPECT_EQ(picture, svg(ramp(PlotSeries::Style::line)));
    EXPECT_THAT(picture, HasSubstr("<svg"));
    EXPECT_THAT(picture, HasSubstr("A &amp; B"));
    EXPECT_THAT(picture, HasSubstr("time in ms"));
    EXPECT_THAT(picture, HasSubstr("bus in V"));
    EXPECT_THAT(picture, Not(HasSubstr("nan")));
}

TEST(SvgPlot, draws_each_style_differently) {
    const auto line = svg(ramp(PlotSeries::Style::line));
    for (const auto style : {PlotSeries::Style::dashed, PlotSeries::Style::points, PlotSeries::Style::bars})
        EXPECT_NE(svg(ramp(style)), line);
    EXPECT_THAT(svg(ramp(PlotSeries::Style::dashed)), HasSubstr("stroke-dasharray"));
}

TEST(SvgPlot, leaves_a_gap_where_a_value_is_not_a_number) {
    auto plot = ramp(PlotSeries::Style::line);
    plot.panels[0].series[0] = {"run", {0, 1, 2, 3, 4}, {10, 20, std::nan(""), 30, 40}};
    EXPECT_THAT(svg(plot), Not(HasSubstr("nan")));
    plot.panels[0].series[0].y[2] = 25;
    const auto whole = svg(plot);
    plot.panels[0].series[0].y[2] = std::nan("");
    EXPECT_NE(svg(plot), whole);
}

TEST(SvgPlot, survives_curves_without_points_or_extent) {
    auto plot = ramp(PlotSeries::Style::line);
    plot.panels[0].series[0] = {"run", {}, {}};
    EXPECT_THAT(svg(plot), Not(HasSubstr("nan")));
    plot.panels[0].series[0] = {"run", {1, 1}, {5, 5}};
    EXPECT_THAT(svg(plot), Not(HasSubstr("nan")));
}

TEST(SvgHeatMap, has_a_labelled_cell_for_each_value_and_none_for_what_is_not_a_number) {
    HeatMap map{"errors", "length in m", "meters", {10, 20}, {1, 2}, {{0.125, 0.25}, {0.375, 0.5}}};
    const auto whole = svg(map);
    EXPECT_THAT(whole, HasSubstr("0.375"));
    map.values[1][0] = std::nan("");
    const auto with_hole = svg(map);
    EXPECT_THAT(with_hole, Not(HasSubstr("0.375")));
    EXPECT_THAT(with_hole, HasSubstr("0.25"));
}

}  // namespace
}  // namespace otbench::circuit::test
