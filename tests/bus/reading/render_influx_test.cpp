#include "bus/reading/render_influx.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/bus/reading/answer_samples.hpp"

namespace otbench::bus {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RenderInflux, writes_a_point_for_every_record) {
    const std::string points = rendered(render_influx, 0x72, cf_echo_2_user_data, 1700000000);
    EXPECT_THAT(points, HasSubstr("mbus,id=14273160,manufacturer=ACW,medium=Heat:\\ Outlet,quantity=energy,"
                                  "function=instantaneous,storage=0,tariff=0,device=0,unit=Wh,record=1 value=9730000 "
                                  "1700000000000000000\n"));
    EXPECT_THAT(points, HasSubstr("record=8 text=\"2017-02-11T19:36\" "));
    EXPECT_THAT(points, HasSubstr("record=3 fault=\"value during error state\" "));
}

TEST(RenderInflux, escapes_what_the_protocol_gives_a_meaning) {
    const std::string points = rendered(render_influx, 0x72, awkward_user_data);
    // In a tag a backslash is itself unless something follows that it would escape.
    EXPECT_THAT(points, HasSubstr(",unit=\\a\\,b\\=\"c\\ d\\\\,record=0 value=5\n"));
    EXPECT_THAT(points, HasSubstr(" text=\"x\\\"\\\\,y é\"\n"));
}

TEST(RenderInflux, leaves_out_records_without_data_and_unknown_times) {
    const std::string points = rendered(render_influx, 0x72, awkward_user_data);
    EXPECT_EQ(std::count(points.begin(), points.end(), '\n'), 2);
    EXPECT_THAT(points, Not(HasSubstr("volume")));
}

TEST(RenderInflux, shows_fixed_data_and_application_errors) {
    EXPECT_THAT(rendered(render_influx, 0x73, fixed_user_data),
                HasSubstr("mbus,id=12345678,medium=Water,quantity=volume,function=instantaneous,storage=1,tariff=0,"
                          "device=0,unit=m3,record=1 value=0.135\n"));
    EXPECT_EQ(rendered(render_influx, 0x70, {0x08}), "mbus_error,address=1 code=8i,text=\"application busy\"\n");
}

}  // namespace
}  // namespace otbench::bus
