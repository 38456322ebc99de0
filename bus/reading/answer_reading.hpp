#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <string>

#include "bus/libmbus/render_xml.hpp"
#include "bus/reading/reading.hpp"

namespace otbench::bus {

/// What an answer of any kind says, in the standard's sense and in either byte order; what the renderers other than XML
/// show.
struct AnswerReading {
    enum class Kind : std::uint8_t { variable, fixed, application_error };

    Kind kind = Kind::variable;
    std::uint8_t address = 0;
    std::int64_t received = 0;           ///< of the first telegram, seconds since 1970; 0 when not known
    std::uint8_t application_error = 0;  ///< code
    /// Of fixed data, id, medium, access number and status are known, and there are two values, of storage 1 when they
    /// were stored at a fixed date. Empty for an application error.
    Reading reading;
};

/// Reads the telegrams of one readout. A first telegram that holds no variable data stands for itself.
[[nodiscard]] boost::system::result<AnswerReading, ChainError> read_answers(boost::span<const AnswerFrame> chain);

/// "variable", "fixed", "application-error".
[[nodiscard]] std::string_view name(AnswerReading::Kind kind);
/// "application busy" and the like.
[[nodiscard]] std::string_view application_error_text(std::uint8_t code);

/// Texts of meters are ISO 8859-1; this is UTF-8.
[[nodiscard]] std::string utf8(std::string_view latin1);

}  // namespace otbench::bus
