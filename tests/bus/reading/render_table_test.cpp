#include "bus/reading/render_table.hpp"

#include <gmock/gmock.h>

#include "tests/bus/reading/answer_samples.hpp"

namespace otbench::bus {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(RenderTable, lines_names_and_values_up) {
    const std::string table = rendered(render_table, 0x72, cf_echo_2_user_data);
    EXPECT_THAT(table,
                StartsWith("14273160 ACW version 9 (Itron CF Echo 2), Heat: Outlet, address 1, access number 151, "
                           "status 10\n"
                           "  0  fabrication-number      14273160\n"
                           "  1  energy                  9730 kWh\n"));
    EXPECT_THAT(table, HasSubstr("     manufacturer data: 04 00\n\n"));
}

TEST(RenderTable, keeps_control_characters_of_a_meter_from_the_terminal) {
    const std::string table = rendered(render_table, 0x72, awkward_user_data);
    EXPECT_THAT(table, HasSubstr("customer    x\"\\,y é\n"));
}

TEST(RenderTable, shows_fixed_data_and_application_errors) {
    EXPECT_THAT(rendered(render_table, 0x73, fixed_user_data),
                HasSubstr("12345678, Water, address 1, access number 10, status 00\n"
                          "  0  volume  2.017 m3\n"
                          "  1  volume  0.135 m3  storage 1\n"));
    EXPECT_EQ(rendered(render_table, 0x70, {0x08}), "address 1: application error 8: application busy\n\n");
}

}  // namespace
}  // namespace otbench::bus
