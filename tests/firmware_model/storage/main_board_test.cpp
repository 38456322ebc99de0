#include "firmware_model/storage/main_board.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

TEST(MainBoard, is_found_by_its_name) {
    EXPECT_EQ(find_main_board("bare"), &bare_board());
    EXPECT_TRUE(find_main_board("espi")->takes_hat);
    EXPECT_TRUE(find_main_board("otbiot")->takes_mezzanines);
    EXPECT_EQ(find_main_board("avr"), nullptr);
}

TEST(MainBoard, reserves_what_it_uses_itself) {
    for (const MainBoard& board : main_boards()) {
        for (int console_and_flash : {1, 3, 6, 7, 8, 9, 10, 11}) {
            EXPECT_FALSE(board.free_pins.contains(console_and_flash)) << board.name;
        }
        EXPECT_FALSE(board.free_pins.contains(board.status_led)) << board.name;
        EXPECT_FALSE(board.free_pins.contains(board.reset_button)) << board.name;
    }
}

TEST(PinSet, contains_only_numbers_of_pins) {
    constexpr PinSet pins = {0, 16};
    EXPECT_TRUE(pins.contains(0));
    EXPECT_TRUE(pins.contains(16));
    for (int no_pin : {-1, 1, 17, 32, 1000}) EXPECT_FALSE(pins.contains(no_pin));
}

}  // namespace
}  // namespace otbench::firmware
