#include "bus/record/codec_error.hpp"

#include <fmt/core.h>

#include <stdexcept>
#include <string_view>

namespace otbench::bus {
namespace {

std::string_view phrase(CodecErrc code) {
    switch (code) {
        case CodecErrc::wrong_direction:
            return "expected an answer of a slave, got a frame from a master with control field";
        case CodecErrc::unknown_control_information:
            return "cannot be read as variable data, fixed data or an error report: control information";
        case CodecErrc::no_user_data: return "the frame has no user data";
        case CodecErrc::fragmented: return "the answer is spread over several fragments, fragmentation control";
        case CodecErrc::wrong_fixed_length: return "fixed data must have 16 bytes, last byte";
        case CodecErrc::header_too_short: return "the telegram ends inside its header, behind";
        case CodecErrc::too_many_dife: return "an eleventh DIFE,";
        case CodecErrc::too_many_vife: return "an eleventh VIFE,";
        case CodecErrc::premature_end_at_dif: return "the telegram ends inside the record that starts with DIF";
        case CodecErrc::premature_end_at_vif: return "the telegram ends at the VIF of the record that starts with DIF";
        case CodecErrc::premature_end_at_text_vif: return "the telegram ends inside a plain text VIF of length";
        case CodecErrc::premature_end_at_data:
            return "the telegram ends inside the data of the record that starts with DIF";
        case CodecErrc::text_vif_too_long: return "a plain text VIF has at most 128 characters, not";
        case CodecErrc::reserved_variable_length: return "reserved variable length";
        case CodecErrc::not_variable_data:
            return "the telegrams of one readout must be variable data, not control information";
        case CodecErrc::unknown_command: return "unknown command, control information";
        case CodecErrc::unknown_selection: return "the selection ends in a record other than a fabrication number, DIF";
        case CodecErrc::not_normalisable: return "libmbus has no normalised form for application error";
    }
    return "unknown error";
}

}  // namespace

std::string describe(const CodecError& error) {
    if (error.code == CodecErrc::no_user_data) return fmt::format("byte {}: {}", error.offset, phrase(error.code));
    return fmt::format("byte {}: {} 0x{:02x}", error.offset, phrase(error.code), error.octet);
}

void throw_exception_from_error(const CodecError& error, const boost::source_location&) {
    throw std::runtime_error{describe(error)};
}

}  // namespace otbench::bus
