#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meters/faults/setting_text.hpp"

namespace otbench::meters {

/// Octets of a message, by the number of those before them.
struct OctetSpan {
    std::uint32_t count = 0;
    std::uint32_t at = 0;
};
/// Octets that are inserted or changed after so many octets of a message.
struct OctetsAt {
    OctetBuffer octets;
    std::uint32_t at = 0;
};

/// Faults of the serial line or TCP connection between a level converter and its client. Everything is off unless set.
/// All randomness comes from `seed`.
///
/// A message is a sequence of octets in one direction without a pause of 33 bit times: a request or an answer, but not
/// an echo.
struct LinkFaults {
    enum class Direction : std::uint8_t { answers, requests, both };
    enum class Flips : std::uint8_t { any, lost_spaces, lost_marks };
    enum class Acknowledges : std::uint8_t { as_meters, none, all };
    enum class Until : std::uint8_t { reconnect, restart };

    std::int64_t seed = 1;

    // The converter
    std::optional<bus::Parity> parity;       ///< of its side of the bus, for clients that cannot set one
    std::optional<std::uint32_t> stop_bits;  ///< of its side of the bus, for clients that cannot set them; 1 or 2
    bool echo = false;                       ///< clients read what they send
    Nanoseconds echo_delay{};
    double echo_losses = 0;         ///< share of an echo's ones that become zeros
    std::uint32_t echo_misses = 0;  ///< of so many requests, one has no echo; 0: none
    bool echo_cut = false;          ///< an answer ends the echo
    Acknowledges acknowledges = Acknowledges::as_meters;

    // What happens to octets, and to which
    Direction direction = Direction::answers;
    std::uint32_t times = 0;  ///< so many messages are damaged; 0: all
    OctetSpan drop;
    std::uint32_t drop_every = 0;  ///< of so many octets, one; 0: none
    double losses = 0;             ///< share of octets
    OctetsAt insert;
    OctetsAt flip;               ///< one octet: the bits to change
    std::uint32_t truncate = 0;  ///< octets that come in time; 0: all
    Nanoseconds late_tail{};     ///< delay of the others; 0: they are lost
    double bit_errors = 0;       ///< share of bits
    Flips flips = Flips::any;
    std::uint32_t burst = 1;  ///< bits in a row that each error inverts

    // When they come
    Nanoseconds latency{};
    Nanoseconds jitter{};     ///< random delay up to this
    std::uint32_t chunk = 0;  ///< octets that come together; 0: one by one
    Nanoseconds chunk_pause{};
    bool lag_one = false;  ///< a request gets the answer to the one before

    // The connection
    OctetBuffer greeting;           ///< what a client gets first
    std::uint32_t stall_after = 0;  ///< answers, then nothing passes; 0: never
    Until stall_until = Until::reconnect;
    std::uint32_t reset_after = 0;       ///< octets of an answer; 0: never
    std::uint32_t half_open_after = 0;   ///< answers, then it is dead without being closed; 0: never
    std::uint32_t half_close_after = 0;  ///< answers, then its direction to the client is closed; 0: never
    Nanoseconds close_idle{};            ///< closed after so long without an octet; 0: never
    std::uint32_t max_clients = 0;       ///< further ones are disconnected; 0: no limit
};

using LinkFaultEntry = SettingEntry<LinkFaults>;

/// All of them, in order of their groups. No name is one of `fault_entries()`.
[[nodiscard]] const std::vector<LinkFaultEntry>& link_fault_entries();
/// The entry of that name; null when there is none.
[[nodiscard]] const LinkFaultEntry* find_link_fault(std::string_view name);
/// Sets one of them; the error names it.
[[nodiscard]] Checked<void> set_link_fault(LinkFaults& faults, std::string_view name, std::string_view text);

}  // namespace otbench::meters
