#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <string>

#include "bus/libmbus/render_xml.hpp"
#include "bus/reading/reading.hpp"

namespace otbench::bus {

/// The contents of an answer of any kind, according to the standard and in either byte order; what the renderers other
/// than XML show.
struct AnswerReading {
    enum class Kind : std::uint8_t { variable, fixed, application_error, alarm, other };

    Kind kind = Kind::variable;
    std::uint8_t address = 0;
    std::int64_t received = 0;           ///< of the first telegram, seconds since 1970; 0 when not known
    std::uint8_t application_error = 0;  ///< code
    std::uint8_t alarm = 0;              ///< status
    std::uint8_t ci = 0;                 ///< control information as sent
    std::string_view what;               ///< what an answer with that control information is: "variable data"
    OctetBuffer data;                    ///< of `other`: the user data, which this library does not read
    /// The contents of variable and fixed data; of other answers the identity, if they have a header.
    /// Of fixed data, id, medium, access number and status are known, and there are two values, of storage 1 when they
    /// were stored at a fixed date.
    Reading reading;
};

/// Whether an answer is of records (variable or fixed data), and not a notice.
[[nodiscard]] inline bool has_records(const AnswerReading& answer) {
    return answer.kind == AnswerReading::Kind::variable || answer.kind == AnswerReading::Kind::fixed;
}

/// Reads the telegrams of one readout. A first telegram that holds no variable data stands for itself.
[[nodiscard]] boost::system::result<AnswerReading, ChainError> read_answers(boost::span<const AnswerFrame> chain);

/// "variable", "fixed", "application-error", "alarm", "other".
[[nodiscard]] std::string_view name(AnswerReading::Kind kind);
/// "application busy" and the like.
[[nodiscard]] std::string_view application_error_text(std::uint8_t code);

/// Texts of meters are ISO 8859-1; this is UTF-8.
[[nodiscard]] std::string utf8(std::string_view latin1);

}  // namespace otbench::bus
