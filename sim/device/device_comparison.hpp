#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "firmware_model/storage/options.hpp"

namespace otbench::sim {

/// One of two devices that the same lists of steps are played to.
struct ComparedDevice {
    std::string name;                   ///< in sentences about differences
    firmware::FirmwareOptions options;  ///< of the model
    std::vector<std::string> command;   ///< a program that speaks the device protocol; empty: the model
};

/// What a device left of a list: the trace, or why playing ended (one line).
struct PlayedList {
    std::string trace;
    std::string failure;
};

/// Plays lists of steps (firmware::random_steps) to two devices, each in a process of its own.
class DeviceComparison {
public:
    using List = std::vector<std::string>;
    using Pair = std::array<PlayedList, 2>;

    DeviceComparison(ComparedDevice first, ComparedDevice second) : devices_{std::move(first), std::move(second)} {}

    /// Plays all `lists` to both, at most `processes` at once, and calls `done` in the order of the lists. Throws
    /// `Interrupted` when the user stops it, `std::system_error` as WorkerPool does.
    void play(const std::vector<List>& lists, std::size_t processes,
              const std::function<void(std::size_t index, Pair pair)>& done) const;
    /// What differs, one sentence each. Two models are compared in all that recordings have, others in what can be
    /// seen from outside.
    [[nodiscard]] std::vector<std::string> differences(const Pair& pair) const;
    /// The entries of `list` that are enough to make a difference; `processes` as above.
    [[nodiscard]] List shortened(const List& list, std::size_t processes) const;

private:
    int play_one(const ComparedDevice& device, const List& list, int result_fd) const;

    std::array<ComparedDevice, 2> devices_;
};

}  // namespace otbench::sim
