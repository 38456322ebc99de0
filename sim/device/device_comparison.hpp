#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "firmware_model/storage/options.hpp"
#include "sim/device/board_player.hpp"

namespace otbench::sim {

/// One of two devices that the same lists of steps are played to.
struct ComparedDevice {
    std::string name;                   ///< in sentences about differences
    firmware::FirmwareOptions options;  ///< of the model
    std::vector<std::string> command;   ///< a program that speaks the device protocol; empty: the model, or a board
    std::optional<BoardSettings> board;
};

/// What a device left of a list: the trace, or why playing ended (one line).
struct PlayedList {
    std::string trace;
    std::string failure;
};

/// Plays lists of steps (firmware::random_steps) to two devices, each in a process of its own. When one is a board, the
/// lists are those for boards (firmware::random_board_steps), which follow the preparation; both devices are played
/// that, and no list is played beside another.
class DeviceComparison {
public:
    using List = std::vector<std::string>;
    using Pair = std::array<PlayedList, 2>;

    DeviceComparison(ComparedDevice first, ComparedDevice second) : devices_{std::move(first), std::move(second)} {}

    /// Plays all `lists` to both, at most `processes` at once, and calls `done` in the order of the lists. Throws
    /// `Interrupted` when the user stops it, `std::system_error` as WorkerPool does.
    void play(const std::vector<List>& lists, std::size_t processes,
              const std::function<void(std::size_t index, Pair pair)>& done) const;
    /// What differs, one sentence each. Two models are compared in all that recordings have, boards in what they show
    /// (firmware::board_view), others in what can be seen from outside.
    [[nodiscard]] std::vector<std::string> differences(const Pair& pair) const;
    /// Whether one of the two is a board.
    [[nodiscard]] bool has_board() const { return devices_[0].board || devices_[1].board; }
    /// The steps that precede each list.
    [[nodiscard]] List preparation() const;
    /// The entries of `list` that are enough to make a difference; `processes` as above.
    [[nodiscard]] List shortened(const List& list, std::size_t processes) const;

private:
    int play_one(const ComparedDevice& device, const List& list, int result_fd) const;

    [[nodiscard]] std::vector<std::string> differences_on_boards(const Pair& pair) const;

    std::array<ComparedDevice, 2> devices_;
};

}  // namespace otbench::sim
