#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"

namespace otbench::firmware {

/// Draws commands that the firmware has (the command table), two of three with arguments that suit them; the same from
/// the same seed on every platform.
class RandomCommands {
public:
    enum class For : std::uint8_t {
        /// Without commands that would end the device's time on the network for good, and without moving NeoPixel
        /// pictures, whose edges would take most of the time.
        simulation,
        /// Only commands of the serial port that neither change its settings nor anything that is stored: every board
        /// answers them the same, in whatever state it is.
        boards,
    };

    explicit RandomCommands(std::uint64_t seed, For audience = For::simulation) : random_(seed), audience_(audience) {}

    /// A number from 0 up to but without `limit`, for what is drawn beside the commands.
    std::size_t below(std::size_t limit) { return random_.next() % limit; }
    /// The next command, as it follows the device's topic: "set/config/serial/baud/2400".
    std::string next();
    /// A short text that is often wrong for an argument, seldom absurd.
    std::string argument();

private:
    std::string level(std::string_view spellings);
    std::string fitting_arguments(std::string_view description);

    Random random_;
    For audience_;
};

/// Steps of a case that follow its power-on, each the text of a JSON object as in a steps file: commands, characters
/// that arrive at the soft UART, and a broker that goes away for a while. Every list begins by opening a serial port,
/// unless it has `commands`, those of another firmware, in place of the command table's.
std::vector<std::string> random_steps(std::uint64_t seed, std::size_t count,
                                      const std::vector<std::string>& commands = {});

/// Steps that bring a board to the state in which lists for boards begin, whatever it did before: its serial port is
/// open at 2400 baud with 8 data bits and even parity, and its receive buffer is empty.
std::vector<std::string> board_preparation();
/// The same as random_steps() for real boards, to follow board_preparation(): commands and characters that arrive at
/// the serial port, with pauses in which a board in real time has answered.
std::vector<std::string> random_board_steps(std::uint64_t seed, std::size_t count);

/// The text of a steps file (NAME.steps.json) of a bare board that is powered on and then goes through `steps`.
std::string steps_file(const std::string& name, const std::string& description, const std::vector<std::string>& steps);

}  // namespace otbench::firmware
