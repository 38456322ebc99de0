#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "base/text_buffer.hpp"
#include "bus/reading/answer_reading.hpp"

namespace otbench::bus {

/// A value as the renderers show it.
struct ShownValue {
    std::string_view type;  ///< "number", "date", "date-time", "time", "text", "octets", "device", "none", "fault"
    std::string content;    ///< a number, or text in UTF-8; empty for "none" and "fault"
    std::string_view fault = {};

    [[nodiscard]] bool is_number() const { return type == "number"; }
};
[[nodiscard]] ShownValue shown(const Value& value);

/// Whether a number as text is an integer, or has so many digits, that a double does not hold it exactly (beyond 2^53).
[[nodiscard]] bool is_beyond_doubles(const Value& value);

/// The unit of a value in UTF-8; empty when it has none.
[[nodiscard]] inline std::string shown_unit(const Meaning& meaning) {
    return meaning.unit == Unit::none ? utf8(meaning.unit_text) : std::string{symbol(meaning.unit)};
}

/// "application error 8: application busy", "alarm 05", "manufacturer-specific data, CI b7": an answer without records
/// in a line; empty for the others.
[[nodiscard]] std::string shown_notice(const AnswerReading& answer);

// Pieces of text at the end of a buffer; together they write a document without a format string at run time.

template <class Integer>
void put_number(Integer number, TextBuffer& out) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number);
    out.append({digits, static_cast<std::size_t>(end.ptr - digits)});
}

/// Lower-case hex digits; `TextWriter` needs room for two an octet.
void put_octets(OctetView octets, TextBuffer& out);
void put_octets(OctetView octets, TextWriter& out);

template <class... Texts>
void put_texts(TextBuffer& out, const Texts&... texts) {
    (out.append(std::string_view{texts}), ...);
}

}  // namespace otbench::bus
