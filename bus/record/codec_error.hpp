#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/checked.hpp"

namespace otbench::bus {

/// What can be wrong with the user data of an answer.
enum class CodecErrc : std::uint8_t {
    wrong_direction,              ///< the frame comes from a master
    unknown_control_information,  ///< no response has this CI
    no_user_data,
    fragmented,          ///< a part of an answer that continues in other frames
    wrong_fixed_length,  ///< fixed data that is not 16 octets long
    header_too_short,    ///< fewer octets than the header of variable data has
    too_many_dife,       ///< more than ten
    too_many_vife,       ///< more than ten
    premature_end_at_dif,
    premature_end_at_vif,
    premature_end_at_text_vif,
    premature_end_at_data,
    text_vif_too_long,         ///< a plain text VIF of more than 128 characters
    reserved_variable_length,  ///< an LVAR without meaning
    not_variable_data,         ///< a telegram of a chain without variable data
    unknown_command,           ///< no command has this CI
    unknown_selection,         ///< a selection by something else than secondary address and fabrication number
    not_normalisable,          ///< an application error, which has no normalised form
};

/// An error in the user data of an answer, with its evidence.
struct CodecError {
    CodecErrc code;
    std::size_t offset = 0;  ///< of the octet at fault, counted from the first octet of user data (after CI)
    std::uint8_t octet = 0;  ///< that octet; 0 where there is none
};

/// "octet 27: reserved variable length 0xf7": one line without a full stop.
[[nodiscard]] std::string describe(const CodecError& error);

/// A decoded thing, or the reason why decoding failed.
template <class T>
using Decoded = boost::system::result<T, CodecError>;

/// Lets `result::value()` throw std::runtime_error with the description; the library itself never calls it.
[[noreturn]] void throw_exception_from_error(const CodecError& error, const boost::source_location& where);

}  // namespace otbench::bus
