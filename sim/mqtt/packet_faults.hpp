#pragma once

#include <array>
#include <boost/core/span.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.hpp"
#include "base/event_sink.hpp"

namespace otbench::sim {

/// Which way an MQTT packet goes.
enum class PacketDirection : std::uint8_t { from_device, to_device };

/// The packets that a fault concerns.
struct PacketChoice {
    std::uint8_t type = 0;  ///< of the control packet, 1 (CONNECT) to 14 (DISCONNECT): OASIS MQTT 3.1.1, 2.2.1
    std::optional<PacketDirection> direction;  ///< nothing: both
};
/// Reads "PUBLISH", "PUBLISH from device" or "PUBACK to device".
[[nodiscard]] Checked<PacketChoice> parse_packet_choice(std::string_view text);
/// The name of a type of packets: "PUBLISH".
[[nodiscard]] std::string_view packet_name(std::uint8_t type);
/// "from device" or "to device".
[[nodiscard]] std::string_view name_of(PacketDirection direction);

/// Where a connection breaks: behind so many bytes of a packet.
struct PacketCut {
    PacketChoice packet;
    std::size_t after = 0;
};
/// Reads "PUBLISH from device after 7 bytes".
[[nodiscard]] Checked<PacketCut> parse_packet_cut(std::string_view text);

/// Faults of the network between one device and the broker. The default is a sound network.
struct PacketFaults {
    std::uint64_t seed = 1;  ///< of jitter and loss, with the time of each packet

    // Time: on top of what the network always takes. Packets stay in order.
    Nanoseconds latency{};        ///< each way
    Nanoseconds jitter{};         ///< up to this much more, each way, at random
    double loss = 0;              ///< the share of packets that TCP sends again after 1 s, 2 s, 4 s and so on
    double rate = 0;              ///< bytes a second each way; 0: unlimited
    Nanoseconds connack_delay{};  ///< until the broker answers a CONNECT

    // Connections
    bool half_open = false;           ///< nothing passes, neither side is told; later, only new connections work
    std::uint8_t refusal = 0;         ///< the return code of a CONNACK that refuses all connections; 0: none
    std::optional<Nanoseconds> twin;  ///< another client has the device's id, and is back this long after it lost it

    // The next packet of a choice, once
    std::optional<PacketChoice> drop, duplicate, corrupt;
    std::optional<PacketCut> cut;
};

/// What becomes of one packet.
struct PacketPassage {
    std::vector<std::vector<std::uint8_t>> copies;  ///< none when it is lost
    Nanoseconds delay{};                            ///< until it arrives
    bool cut = false;                               ///< the connection ends when it has arrived
    std::string_view fault = {};                    ///< "drop", "duplicate", "corrupt", "cut"; empty when sound
};

/// The way of one device's packets, with its faults.
class PacketPath {
public:
    [[nodiscard]] const PacketFaults& faults() const { return faults_; }
    void set_faults(const PacketFaults& faults) { faults_ = faults; }

    /// A whole packet goes its way at `now`, which never decreases; a sound network takes `usual`.
    [[nodiscard]] PacketPassage pass(PacketDirection direction, boost::span<const std::uint8_t> packet, Nanoseconds now,
                                     Nanoseconds usual);
    /// How long the end of a connection takes, which no packet that went before may overtake.
    [[nodiscard]] Nanoseconds closing_delay(PacketDirection direction, Nanoseconds now, Nanoseconds usual);

private:
    Nanoseconds arrival_delay(PacketDirection direction, std::uint8_t type, std::size_t bytes, Nanoseconds now,
                              Nanoseconds usual);
    Nanoseconds extra_delay(PacketDirection direction, std::uint8_t type, std::size_t bytes, Nanoseconds now);

    PacketFaults faults_;
    std::array<Nanoseconds, 2> free_at_{};     ///< by direction: when a limited rate has taken what was sent so far
    std::array<Nanoseconds, 2> arrived_at_{};  ///< by direction: when the last delayed packet arrives
};

}  // namespace otbench::sim
