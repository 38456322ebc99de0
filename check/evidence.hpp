#pragma once

#include <string>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "check/journal.hpp"

namespace otbench::check {

/// One run of the client's program.
struct ClientRun {
    std::string command;   ///< as it was given to the shell
    Nanoseconds start{};   ///< since the line was set up
    Nanoseconds end{};     ///< the same
    bool ended = false;    ///< by itself, within the time limit of its case
    bool flooded = false;  ///< it was ended because it printed too much
    int exit_code = 0;     ///< 128 + signal when a signal ended it
    std::string out, errors;
    std::vector<std::string> values;  ///< found in `out` by the client's `Expectation`
};

/// An MQTT packet of a gateway or for it.
struct MqttNote {
    bool from_gateway = true;
    Nanoseconds time{};   ///< since the line was set up
    mqtt::Packet packet;  ///< not kept in files
    std::string text;     ///< the packet for people
};

/// What a case is judged by.
struct Evidence {
    double baud = 9600;             ///< of the line
    std::vector<LineFrame> frames;  ///< of the line, in order
    std::vector<ClientRun> runs;    ///< empty for a client that was started by somebody else
    std::vector<MqttNote> mqtt;     ///< of a gateway, in order
    std::size_t boots = 0;          ///< how often a gateway reported that it started

    /// The time of `bits` on this line.
    [[nodiscard]] Nanoseconds time_of_bits(double bits) const { return Nanoseconds{std::int64_t(bits * 1e9 / baud)}; }
};

}  // namespace otbench::check
