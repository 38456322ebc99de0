#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/slave/slave_link.hpp"
#include "meters/faults/setting_text.hpp"

namespace otbench::meters {

/// What a meter does that it should not, or does otherwise than most. Everything is off unless set. All randomness
/// comes from `seed` and the meter's name.
struct Faults {
    enum class Needs : std::uint8_t { nothing, application_reset, own_nke };
    enum class Spent : std::uint8_t { silent, repeats };

    std::int64_t seed = 1;

    // After the power has come
    std::optional<Nanoseconds> start_up;  ///< until it listens; none: the profile's
    Nanoseconds learns_identity{};        ///< so long it does not know who it is

    // What it hears
    bool mute = false;
    std::int64_t answers_every = 1;        ///< of so many requests, one
    Nanoseconds deaf_after_ack{};          ///< after an E5 of its own
    Nanoseconds deaf_after_response{};     ///< after an RSP_UD of its own
    std::int64_t wake_up = 0;              ///< stray characters that must come before it hears a frame
    Nanoseconds awake_for{5'000'000'000};  ///< after them, and after each frame
    Needs needs = Needs::nothing;          ///< before it sends data
    Nanoseconds forgets_after{};           ///< what it needed; 0: never
    std::int64_t budget = 0;               ///< telegrams a day; 0: no limit
    bool budget_carries = false;           ///< what was not used is there on the next day
    Spent budget_empty = Spent::silent;    ///< what comes instead of more

    // When it answers
    LineTime response_spread{Nanoseconds{0}, 10};  ///< up to so much later than the profile says, each meter its own
    std::optional<LineTime> answer_delay;
    LineTime answer_jitter;  ///< up to so much more

    // What it answers
    bool wrong_checksum = false;
    std::optional<std::int64_t> wrong_address;
    std::string wrong_id;       ///< eight digits
    std::int64_t truncate = 0;  ///< only so many octets
    OctetBuffer extra_octets;   ///< behind each answer
    std::int64_t access_number_jump = 0;
    std::optional<bool>
        more_follows;  ///< every telegram announces another one, or the last never does; none: the profile's
    bool vendor_until_nke = false;  ///< CI B7 until SND_NKE to its own address

    // How it sends
    double baud_drift = 0;  ///< share: 0.03 is 3 % too fast
    std::optional<bus::Parity> parity;
    bool lax = false;            ///< hears characters with a parity or framing error like others
    double parity_errors = 0;    ///< share of characters
    double bit_errors = 0;       ///< share of bits
    std::int64_t gap_after = 0;  ///< octets; 0: no gap
    Nanoseconds gap{};
    Nanoseconds babble{};  ///< sends nonsense that often

    bus::LinkHabits link;
};

/// One fault or habit.
using FaultEntry = SettingEntry<Faults>;

/// All of them, in order of their groups.
[[nodiscard]] const std::vector<FaultEntry>& fault_entries();
/// The entry of that name; null when there is none.
[[nodiscard]] const FaultEntry* find_fault(std::string_view name);

}  // namespace otbench::meters
