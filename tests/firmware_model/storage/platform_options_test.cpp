#include "firmware_model/storage/platform_options.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

TEST(PlatformOptions, accept_their_default_and_leave_it_as_it_is) {
    for (const PlatformOption& option : platform_options()) {
        FirmwareOptions options;
        const auto first = option.values.substr(0, option.values.find(','));
        EXPECT_TRUE(set_platform_option(options, option.id, first)) << option.id;
    }
}

TEST(PlatformOptions, set_what_they_are_about) {
    FirmwareOptions options;
    EXPECT_TRUE(set_platform_option(options, "P6", "repeat"));
    EXPECT_EQ(options.scan_report, FirmwareOptions::ScanReport::repeat);
    EXPECT_TRUE(set_platform_option(options, "P10", "12us"));
    EXPECT_EQ(options.interrupt_latency, 12us);
    EXPECT_TRUE(set_platform_option(options, "P7", "1.5s"));
    EXPECT_EQ(options.restart_delay, 1500ms);
    EXPECT_TRUE(set_platform_option(options, "P5-full", "1"));
    EXPECT_EQ(options.uart_fifo_full_threshold, 1);
    EXPECT_TRUE(set_platform_option(options, "P8", "no"));
    EXPECT_FALSE(options.null_pointer_restarts);
}

TEST(PlatformOptions, refuse_what_they_cannot_be_with_what_they_can) {
    FirmwareOptions options;
    EXPECT_EQ(set_platform_option(options, "P6", "twice").error(), "P6: invalid value 'twice' (expected once, repeat)");
    EXPECT_EQ(set_platform_option(options, "P10", "12").error(),
              "P10: invalid value '12' (expected 5us, or another time up to 1000s)");
    EXPECT_FALSE(set_platform_option(options, "P10", "1001s"));
    EXPECT_FALSE(set_platform_option(options, "P5-full", "128"));
    EXPECT_FALSE(set_platform_option(options, "P5-full", "0"));
    EXPECT_FALSE(set_platform_option(options, "P12", "yes"));
}

}  // namespace
}  // namespace otbench::firmware
