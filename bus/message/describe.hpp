#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "bus/frame/frame.hpp"
#include "bus/message/encoder.hpp"

namespace otbench::bus {

/// Describes the user data of a variable data answer (CI 72), so that `encode_telegram` gives the same octets again.
///
/// Numbers are coded integers and reals, with VIF and coding beside them; BCD with digits beyond 9 are raw digits.
/// Octets as such are left only in manufacturer data and in records without meaning: the rest of a telegram from a
/// reserved length of variable data on, and what is encrypted. `dialect` is standard or libmbus.
[[nodiscard]] Decoded<TelegramDescription> describe_telegram(OctetView user_data, Dialect dialect = Dialect::standard);

/// The user data of a fixed data answer to be built (CI 73; spec: M-Bus protocol, 10.2).
struct FixedDescription {
    struct Counter {
        std::uint8_t unit = 0;    ///< code, below 64
        std::uint32_t value = 0;  ///< by the status: eight BCD digits in a number written in hex, or binary
    };

    std::uint32_t id = 0;  ///< as eight BCD digits
    std::uint8_t access_number = 0;
    std::uint8_t status = 0;
    std::uint8_t medium = 0;  ///< below 16
    std::array<Counter, 2> counters{};
};

/// An application error to be built (CI 70).
struct ErrorDescription {
    std::optional<std::uint8_t> code;  ///< none: the slave gives no reason
    OctetBuffer further;               ///< octets after the code, without a meaning
};

/// An answer that is repeated octet for octet: any control information not among the others.
struct OtherDescription {
    std::uint8_t ci = 0;
    OctetBuffer data;
};

/// An answer to be built, from the start octet to the stop octet.
struct AnswerDescription {
    std::uint8_t control = control::RSP_UD;
    std::uint8_t address = 0;
    bool big_endian = false;  ///< numbers in "mode 2" byte order: CI 76 and 77
    std::variant<TelegramDescription, FixedDescription, ErrorDescription, OtherDescription> content;
};

/// Describes an answer of a slave; an error when it is none or cannot be decoded.
[[nodiscard]] Decoded<AnswerDescription> describe_answer(const Frame& frame, Dialect dialect = Dialect::standard);

/// The frame of that description. `encode_answer(*describe_answer(frame))` is the frame again.
[[nodiscard]] Checked<OctetBuffer> encode_answer(const AnswerDescription& answer);

}  // namespace otbench::bus
