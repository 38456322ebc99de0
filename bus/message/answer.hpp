#pragma once

#include <cstdint>
#include <variant>

#include "base/octets.hpp"
#include "bus/message/telegram.hpp"
#include "bus/record/codec_error.hpp"

namespace otbench::bus {

// Control information of answers (EN 13757-3; spec: M-Bus protocol, 7.2); variable data is in telegram.hpp.
constexpr std::uint8_t ci_application_error = 0x70;
constexpr std::uint8_t ci_fixed_data = 0x73;

/// The report of a slave that could not execute a command (CI 70).
struct ApplicationError {
    std::uint8_t code = 0;  ///< 0, unspecified, when the slave sent none
};

/// The user data of a fixed data answer (CI 73), as a view: valid as long as the octets are (spec: M-Bus
/// protocol, 10.2).
class FixedData {
public:
    static constexpr std::size_t size = 16;

    /// An error unless there are exactly 16 octets.
    [[nodiscard]] static Decoded<FixedData> parse(OctetView user_data);

    [[nodiscard]] std::uint32_t id() const { return static_cast<std::uint32_t>(little_endian(octets_.first(4))); }
    [[nodiscard]] std::uint8_t access_number() const { return octets_[4]; }
    [[nodiscard]] std::uint8_t status() const { return octets_[5]; }
    /// 0–15, see `fixed_medium_name`.
    [[nodiscard]] std::uint8_t medium() const {
        return static_cast<std::uint8_t>(octets_[6] >> 6 | (octets_[7] >> 6) << 2);
    }
    /// Six bits, of counter 0 or 1.
    [[nodiscard]] std::uint8_t unit(std::size_t counter) const { return octets_[6 + counter] & 0x3F; }
    [[nodiscard]] OctetView counter(std::size_t counter) const { return octets_.subspan(8 + 4 * counter, 4); }

private:
    explicit FixedData(OctetView octets) : octets_(octets) {}

    OctetView octets_;
};

/// The user data of any answer.
using Answer = std::variant<ApplicationError, FixedData, Telegram>;

/// What a slave's frame holds, by its control field and control information.
[[nodiscard]] Decoded<Answer> parse_answer(std::uint8_t control, std::uint8_t ci, OctetView user_data);

}  // namespace otbench::bus
