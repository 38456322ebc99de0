#include "bus/reading/render_csv.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/bus/reading/answer_samples.hpp"

namespace otbench::bus {
namespace {

using ::testing::HasSubstr;

TEST(RenderCsv, has_a_line_for_every_record) {
    const std::string csv = rendered(render_csv, 0x72, cf_echo_2_user_data, 1700000000);
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 12);
    EXPECT_THAT(csv,
                HasSubstr("\n1,1700000000,14273160,ACW,9,Heat: Outlet,151,16,1,energy,,instantaneous,0,0,0,9730000,"
                          "Wh,,04,07,cd030000\n"));
}

TEST(RenderCsv, quotes_fields_that_need_it) {
    const std::string csv = rendered(render_csv, 0x72, awkward_user_data);
    EXPECT_THAT(csv, HasSubstr(",5,\"\\a,b=\"\"c d\\\",,01,7c0a5c642063223d622c615c,05\n"));
    EXPECT_THAT(csv, HasSubstr(",\"x\"\"\\,y\né\",,,0d,fd11,e90a792c5c2278\n"));
}

TEST(RenderCsv, every_line_has_the_columns_of_the_head) {
    const auto commas = [](std::string_view line) { return std::count(line.begin(), line.end(), ','); };
    for (const std::string& line : {rendered(render_csv, 0x70, {0x08}), rendered(render_csv, 0x73, fixed_user_data)})
        EXPECT_EQ(commas(line.substr(0, line.find('\n'))), commas(csv_head)) << line;
}

}  // namespace
}  // namespace otbench::bus
