#include "runner/trace/view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/program.hpp"

namespace otbench::runner {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::TemporaryFolder;

constexpr const char* vcd =
    "$timescale 1 ns $end\n$scope module bus $end\n$var real 64 ! bus_voltage $end\n$var wire 1 # tx $end\n$upscope "
    "$end\n"
    "$enddefinitions $end\n#0\n1#\n#2500\nr24.125 !\n#9000\n";

struct Written {
    View view;
    std::string text;
};

Written written(std::vector<Lane> lanes, sim::VcdWriter::Unit unit = sim::VcdWriter::Unit::nanosecond) {
    const TemporaryFolder folder;
    std::istringstream waves{vcd};
    auto view = write_view(waves, std::move(lanes), folder / "view.vcd", unit);
    return {view.value(), tests::read_file(folder / "view.vcd")};
}

TEST(View, shows_the_blocks_of_lanes_between_the_changes_of_waves) {
    const auto text = written({{"bench", "steps", {{1000ns, 2000ns, "one"}, {2500ns, 9000ns, "two"}}}}).text;
    EXPECT_THAT(text, HasSubstr("$scope module bench $end\n$var string 1 # steps $end\n"));
    EXPECT_THAT(text, HasSubstr("#1000\nsone #\n#2000\ns #\n#2500\nstwo #\nr24.125 !\n#9000\ns #\n"));
}

TEST(View, keeps_the_first_values_and_the_points_between_straight_pieces_of_a_curve) {
    const TemporaryFolder folder;
    std::istringstream waves{
        "$timescale 1 ns $end\n$var real 64 ! volts $end\n#0\nr0 !\nr36 !\n#700\nr36 !\n#800\nr24 !\n"};
    ASSERT_TRUE(write_view(waves, {}, folder / "view.vcd", sim::VcdWriter::Unit::nanosecond));
    EXPECT_THAT(tests::read_file(folder / "view.vcd"),
                HasSubstr("#0\n$dumpvars\nr36 !\n$end\n#700\nr36 !\n#800\nr24 !\n"));
}

TEST(View, shows_the_later_one_of_two_blocks_that_overlap) {
    const auto text = written({{"bench", "frames", {{1000ns, 5000ns, "one"}, {3000ns, 4000ns, "two"}}}}).text;
    EXPECT_THAT(text, HasSubstr("#1000\nsone #\n#2500\nr24.125 !\n#3000\nstwo #\n#4000\ns #\n#9000\n"));
}

TEST(View, tells_gtkwave_to_begin_with_lanes_and_to_draw_curves_of_analogue_signals) {
    const auto view = written({{"boiler", "tx_bytes", {{1000ns, 2000ns, "10"}}}}).view;
    EXPECT_EQ(gtkwave_save(view, "view.fst", "view.gtkw"),
              "[dumpfile] \"/view.fst\"\n[savefile] \"/view.gtkw\"\n[timestart] 1000\n[size] 1400 800\n"
              "*-9.795859 1000\n"
              "[color] 2\n@820\nboiler.tx_bytes\n"
              "[color] 2\n@20\nbus.tx\n"
              "[color] 2\n@48000\nbus.bus_voltage\n@20000\n-\n-\n-\n");
}

TEST(View, tells_surfer_the_same_order_and_colours) {
    const auto view = written({{"boiler", "steps", {{1000ns, 2000ns, "10"}}}}).view;
    EXPECT_EQ(surfer_commands(view),
              "variable_add boiler.steps\nvariable_add bus.tx\nvariable_add bus.bus_voltage\n"
              "item_focus a\nitem_set_color Violet\nitem_focus b\nitem_set_color Orange\n"
              "item_focus c\nitem_set_color Orange\nitem_unfocus\nzoom_fit\n");
}

TEST(View, counts_surfers_items_in_letters) {
    std::vector<Lane> lanes;
    lanes.reserve(18);
    for (int i = 0; i < 18; ++i) lanes.push_back({"meter" + std::to_string(i), "frames", {{1000ns, 2000ns, "10"}}});
    EXPECT_THAT(surfer_commands(written(lanes).view),
                HasSubstr("item_focus p\nitem_set_color Yellow\nitem_focus ba\n"));
}

TEST(View, passes_on_the_complaint_about_waves_that_are_none) {
    const TemporaryFolder folder;
    std::istringstream waves{"$timescale 1 ns $end\nhello\n"};
    const auto view = write_view(waves, {}, folder / "view.vcd", sim::VcdWriter::Unit::nanosecond);
    ASSERT_FALSE(view);
    EXPECT_THAT(view.error().message, HasSubstr("line 2: invalid 'hello'"));
}

}  // namespace
}  // namespace otbench::runner
