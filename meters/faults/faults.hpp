#pragma once

#include <array>
#include <boost/core/span.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/slave/slave_link.hpp"
#include "meters/faults/setting_text.hpp"

namespace otbench::meters {

/// Faults of a meter and variants of its link layer. Everything is off unless set. All randomness comes from `seed` and
/// the meter's name.
struct Faults {
    enum class Needs : std::uint8_t { nothing, application_reset, own_nke };
    enum class LimitReached : std::uint8_t { silence, old_data };

    std::int64_t seed = 1;

    // After power-up
    std::optional<Nanoseconds> start_up;  ///< until it receives; none: the profile's
    Nanoseconds identity_delay{};         ///< for this time it sends number and medium 0

    // What it receives
    bool mute = false;
    std::int64_t answers_every = 1;        ///< of so many requests, one
    Nanoseconds deaf_after_ack{};          ///< after an E5 of its own
    Nanoseconds deaf_after_response{};     ///< after an RSP_UD of its own
    std::int64_t wake_up = 0;              ///< preamble characters that wake it; 0: it never sleeps
    Nanoseconds awake_for{5'000'000'000};  ///< after them, and after each frame
    Needs needs = Needs::nothing;          ///< before it sends data
    Nanoseconds forgets_after{};           ///< until `needs` applies again; 0: never
    std::int64_t daily_limit = 0;          ///< telegrams a day; 0: no limit
    bool daily_limit_carries = false;      ///< unsent telegrams remain for later days
    LimitReached daily_limit_reached = LimitReached::silence;

    // When it answers
    LineTime response_spread{Nanoseconds{0},
                             10};  ///< up to this much later than in the profile, constant for each meter
    std::optional<LineTime> answer_delay;
    LineTime answer_jitter;  ///< up to so much more

    // What it answers
    bool wrong_checksum = false;
    std::optional<std::int64_t> wrong_address;
    std::string wrong_id;       ///< eight digits
    std::int64_t truncate = 0;  ///< only so many octets
    OctetBuffer extra_octets;   ///< behind each answer
    std::int64_t access_number_jump = 0;
    std::optional<bool> more_follows;  ///< every telegram announces another one, or the last never does; none: profile
    bool vendor_until_nke = false;     ///< CI B7 until SND_NKE to its own address

    // How it sends
    double baud_drift = 0;  ///< share: 0.03 is 3 % too fast
    std::optional<bus::Parity> parity;
    bool framing_tolerant = false;  ///< accepts characters with a parity or framing error
    double parity_errors = 0;       ///< share of characters
    double bit_errors = 0;          ///< share of bits
    std::int64_t gap_after = 0;     ///< octets; 0: no gap
    Nanoseconds gap{};
    Nanoseconds spurious_transmission{};  ///< interval of random bytes; 0: none

    bus::LinkVariant link;
};

using FaultEntry = SettingEntry<Faults>;
/// The entry that is no fault by itself.
constexpr std::string_view fault_seed = "fault-seed";

/// All of them, in order of their groups.
[[nodiscard]] const std::vector<FaultEntry>& fault_entries();
/// A name under which a fault was known before; it is still accepted.
struct FormerName {
    std::string_view former, name;
};
[[nodiscard]] boost::span<const FormerName> former_fault_names();

/// The entry of that name, present or former; null when it is unknown.
[[nodiscard]] const FaultEntry* find_fault(std::string_view name);

}  // namespace otbench::meters
