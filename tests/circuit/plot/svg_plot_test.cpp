#include "circuit/plot/svg_plot.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <string>
#include <vector>

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

/// The attribute `name` of all elements that begin with `element`.
std::vector<double> attributes(const std::string& picture, const std::string& element, const std::string& name) {
    std::vector<double> values;
    for (auto at = picture.find(element); at != std::string::npos; at = picture.find(element, at + 1)) {
        const auto end = picture.find('>', at), value = picture.find(" " + name + "=\"", at);
        if (value < end) values.push_back(std::stod(picture.substr(value + name.size() + 3)));
    }
    return values;
}

TEST(SvgPlot, keeps_bars_within_their_frame) {
    for (const std::vector<double>& x : {std::vector<double>{1, 2, 3}, std::vector<double>{5}}) {
        auto plot = ramp(PlotSeries::Style::bars);
        plot.panels[0].series[0].name = "";  // no legend: the bars are the last rectangles
        plot.panels[0].series[0].x = x;
        plot.panels[0].series[0].y.assign(x.size(), 4);
        const std::string picture = svg(plot);
        const auto left = attributes(picture, "<rect", "x"), width = attributes(picture, "<rect", "width");
        const std::size_t frame = width.size() - x.size() - 1;  // drawn before the bars
        for (std::size_t i = 0; i < x.size(); ++i) {
            EXPECT_GE(left[left.size() - x.size() + i], left[left.size() - x.size() - 1]);
            EXPECT_LE(left[left.size() - x.size() + i] + width[width.size() - x.size() + i],
                      left[left.size() - x.size() - 1] + width[frame]);
        }
    }
}

TEST(SvgPlot, spaces_factors_evenly_on_a_logarithmic_axis) {
    Plot plot = ramp(PlotSeries::Style::points);
    plot.panels[0].series[0].x = {1, 10, 100};
    plot.x_scale = Scale::logarithmic;
    const auto at = attributes(svg(plot), "<circle", "cx");
    ASSERT_EQ(at.size(), 3U);
    EXPECT_NEAR(at[1] - at[0], at[2] - at[1], 0.2);
    plot.x_scale = Scale::linear;
    const auto linear = attributes(svg(plot), "<circle", "cx");
    EXPECT_GT(linear[2] - linear[1], 5 * (linear[1] - linear[0]));
}

TEST(SvgPlot, shows_yes_and_no_as_fields_of_two_colours_with_a_legend) {
    Plot plot = ramp(PlotSeries::Style::yes_no);
    plot.panels[0].series[0].y = {1, 1, 0};
    const std::string picture = svg(plot);
    EXPECT_THAT(picture, HasSubstr(">yes</text>"));
    EXPECT_THAT(picture, HasSubstr(">no</text>"));
    EXPECT_THAT(picture, Not(HasSubstr("<path")));
    plot.panels[0].series[0].y = {1, 1, 1};
    EXPECT_NE(svg(plot), picture);
}

TEST(SvgPlot, names_places_instead_of_numbers) {
    Plot plot = ramp(PlotSeries::Style::bars);
    plot.panels[0].series[0].x = {0, 1, 2};
    plot.x_names = {"no", "yes", "perhaps"};
    const std::string picture = svg(plot);
    for (const char* name : {">no</text>", ">yes</text>", ">perhaps</text>"}) EXPECT_THAT(picture, HasSubstr(name));
    EXPECT_THAT(picture, Not(HasSubstr(">0.5</text>")));
}

TEST(FittingScale, is_logarithmic_for_what_grows_by_factors) {
    EXPECT_EQ(fitting_scale({1, 10, 100, 1000}), Scale::logarithmic);
    EXPECT_EQ(fitting_scale({1, 2, 5, 10, 20, 50, 100}), Scale::logarithmic);
    EXPECT_EQ(fitting_scale({1, 25, 50, 75, 100}), Scale::linear);
    EXPECT_EQ(fitting_scale({0, 1, 10, 100}), Scale::linear);
    EXPECT_EQ(fitting_scale({75, 82, 91}), Scale::linear);
    EXPECT_EQ(fitting_scale({}), Scale::linear);
}

TEST(SvgHeatMap, has_a_legend_from_the_lowest_to_the_highest_value) {
    const std::string picture = svg(HeatMap{"errors", "length in m", "meters", {10, 20}, {1}, {{0.125, 0.25}}});
    EXPECT_THAT(picture, HasSubstr("text-anchor=\"end\">0.125</text>"));
    EXPECT_THAT(picture, HasSubstr("text-anchor=\"start\">0.25</text>"));
}

TEST(SvgHeatMap, says_yes_and_no_for_ones_and_zeros) {
    const std::string picture = svg(HeatMap{"reads", "length in m", "meters", {10, 20}, {7}, {{1, 0}}});
    EXPECT_THAT(picture, HasSubstr(">yes</text>"));
    EXPECT_THAT(picture, HasSubstr(">no</text>"));
    EXPECT_THAT(picture, Not(HasSubstr(">1</text>")));
    EXPECT_THAT(picture, Not(HasSubstr(">0</text>")));
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
