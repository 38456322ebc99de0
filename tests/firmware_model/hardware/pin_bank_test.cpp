#include "firmware_model/hardware/pin_bank.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace otbench::firmware {
namespace {

constexpr Nanoseconds now{1000};

TEST(PinBank, reads_one_from_a_floating_pin) {
    EXPECT_TRUE(PinBank{}.read(13));
}

TEST(PinBank, reads_the_level_that_the_chip_drives_against_the_board) {
    PinBank pins;
    pins.set_external(13, now, true, Cause::none);
    pins.drive(13, now, PinDrive::output_low, Cause::none);
    EXPECT_FALSE(pins.read(13));
    EXPECT_TRUE(pins.contended(13));
}

TEST(PinBank, is_not_contended_when_the_board_never_drove) {
    PinBank pins;
    pins.drive(15, now, PinDrive::output_low, Cause::none);
    EXPECT_FALSE(pins.contended(15));
}

TEST(PinBank, reports_each_change_of_drive_to_the_board_with_its_cause) {
    PinBank pins;
    std::vector<std::pair<PinDrive, Cause>> changes;
    pins.on_drive(15, [&](Nanoseconds, PinDrive drive, Cause cause) { changes.emplace_back(drive, cause); });
    pins.drive(15, now, PinDrive::output_high, Cause{7});
    pins.drive(15, now, PinDrive::output_high, Cause{8});  // no change
    pins.drive(15, now, PinDrive::floating, Cause{9});
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0], std::pair(PinDrive::output_high, Cause{7}));
    EXPECT_EQ(changes[1], std::pair(PinDrive::floating, Cause{9}));
}

TEST(PinBank, reports_only_visible_level_changes_to_the_chip) {
    PinBank pins;
    std::vector<bool> levels;
    pins.on_level(13, [&](Nanoseconds, bool level, Cause) { levels.push_back(level); });
    pins.set_external(13, now, false, Cause::none);
    pins.set_external(13, now, false, Cause::none);
    pins.drive(13, now, PinDrive::output_low, Cause::none);
    pins.set_external(13, now, true, Cause::none);  // hidden by the output
    pins.drive(13, now, PinDrive::pulled_up, Cause::none);
    EXPECT_EQ(levels, (std::vector<bool>{false, true}));
}

}  // namespace
}  // namespace otbench::firmware
