#include "firmware_model/board/console.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

using PercentSign = FirmwareOptions::PercentSign;
using namespace std::string_literals;

const ConsoleRules rules = ConsoleRules::for_frames(FirmwareOptions{});

TEST(Console, leaves_a_harmless_frame_as_it_is) {
    const auto frame = "\x10\x5b\x01\x5c\x16"s;
    EXPECT_EQ(rules.apply(frame), frame);
    EXPECT_FALSE(rules.are_assumed_for(frame));
}

TEST(Console, cuts_a_frame_at_a_zero_octet) {
    const auto frame = "\x10\x5b\x00\x5b\x16"s;
    EXPECT_EQ(rules.apply(frame), "\x10\x5b"s);
    EXPECT_FALSE(rules.are_assumed_for(frame));
}

TEST(Console, puts_a_carriage_return_before_a_line_feed_and_drops_others) {
    EXPECT_EQ(rules.apply("\x10\x5b\x0a\x65\x16"s), "\x10\x5b\x0d\x0a\x65\x16"s);
    EXPECT_EQ(rules.apply("\x10\x5b\x0d\x68\x16"s), "\x10\x5b\x68\x16"s);
    EXPECT_TRUE(rules.are_assumed_for("\x0d"s));
}

TEST(Console, treats_a_percent_sign_according_to_its_platform_option) {
    FirmwareOptions options;
    const auto printed = [&](PercentSign sign) {
        options.percent_sign = sign;
        return ConsoleRules::for_frames(options).apply("\x10%\x80\x16");
    };
    EXPECT_EQ(printed(PercentSign::unchanged), "\x10%\x80\x16");
    EXPECT_EQ(printed(PercentSign::both_swallowed), "\x10\x16");
    EXPECT_EQ(printed(PercentSign::only_second), "\x10\x80\x16");
}

TEST(Console, sends_frames_as_they_are_once_its_defects_are_corrected) {
    FirmwareOptions options;
    options.percent_sign = PercentSign::both_swallowed;
    for (const Quirk quirk : {Quirk::frame_ends_at_zero, Quirk::line_ends_in_frame, Quirk::percent_in_frame})
        options.fixes.fix(quirk);
    const ConsoleRules corrected = ConsoleRules::for_frames(options);
    const auto every_danger = "\x10\x00\x0a\x0d%e\x16"s;
    EXPECT_EQ(corrected.apply(every_danger), every_danger);
    EXPECT_FALSE(corrected.are_assumed_for(every_danger));
}

TEST(Console, still_prints_text_as_text_then) {
    FirmwareOptions options;
    options.fixes.fix(Quirk::line_ends_in_frame);
    EXPECT_EQ(ConsoleRules::for_text(options).apply("a\n"), "a\r\n");
}

}  // namespace
}  // namespace otbench::firmware
