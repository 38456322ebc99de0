#include "firmware_model/storage/main_board.hpp"

#include <algorithm>
#include <array>

namespace otbench::firmware {
namespace {

// Pins: spec: firmware, section 9.1. Serial numbers, codes and subcodes: those of the reference recordings.
constexpr PinSet free_on_bare_board = {0, 2, 4, 5, 12, 13, 14, 15, 16};
constexpr PinSet free_on_eeprom_board = {4, 5, 12, 13};
constexpr int led = 15;
constexpr int button = 14;

constexpr std::array<MainBoard, 3> boards = {{
    {"bare", "otb-iot", "", 0xFFFF, 0xFFFF, free_on_bare_board, MainBoard::no_pin, MainBoard::no_pin, false, false},
    {"otbiot", "otb-iot", "OTB-100077", 0x0001, 0x0005, free_on_eeprom_board, led, button, false, true},
    {"espi", "espi", "ESPI0077", 0x0002, 0x0011, free_on_eeprom_board, led, button, true, false},
}};

}  // namespace

const MainBoard& bare_board() {
    return boards[0];
}

boost::span<const MainBoard> main_boards() {
    return boards;
}

const MainBoard* find_main_board(std::string_view name) {
    const auto* board = std::find_if(boards.begin(), boards.end(), [&](const MainBoard& b) { return b.name == name; });
    return board != boards.end() ? board : nullptr;
}

}  // namespace otbench::firmware
