#pragma once

#include <istream>
#include <map>
#include <string>
#include <vector>

#include "base/checked.hpp"
#include "base/octets.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::firmware {

/// What a real board shows of one step: the replies on its status topic and the bytes that it sent on its serial line.
struct BoardStep {
    std::vector<std::string> replies;  ///< payloads as JSON texts
    std::string sent;                  ///< hexadecimal digits
};

/// What a step of a list for boards does.
struct BoardAction {
    std::string command;  ///< published to the board; empty: `octets` go to its serial line
    OctetBuffer octets;
    Nanoseconds pause{};  ///< until the next step
};

/// Reads a step of random_board_steps() or board_preparation().
BoardAction board_action(const std::string& step);

/// By the number of the step.
using BoardView = std::map<int, BoardStep>;

/// The pin whose edges are the serial line of lists for boards, and the format of its characters (board_preparation()).
constexpr int board_tx_pin = 15;
constexpr bus::UartFormat board_line_format{2400, bus::Parity::even, 1};

/// Reads what a board would show of a trace: of the edges of `board_tx_pin` the characters, of its PUBLISH packets
/// those on a status topic. A board's own trace has its bytes as events `uart_tx` with the source `line`. The error is
/// a sentence with the line that cannot be read.
Checked<BoardView> board_view(std::istream& trace, const std::string& name);

/// The differences of two views, a sentence each, in the steps after the first `skipped`, which do not count and whose
/// numbers are taken off. Times do not count.
std::vector<std::string> compare_board_views(const BoardView& a, const std::string& first, const BoardView& b,
                                             const std::string& second, int skipped);

}  // namespace otbench::firmware
