#pragma once

#include <cstddef>
#include <string_view>

#include "base/octets.hpp"
#include "base/text_buffer.hpp"

namespace otbench::bus {

/// What one escaped text may take: escaping stops once this many octets are written, and never cuts an escape
/// (spec: decoder XML, 6).
constexpr std::size_t escaped_limit = 762;
constexpr std::size_t escaped_room = escaped_limit + 5;

namespace detail {

inline void escape(Pen& pen, char octet) {
    switch (octet) {
        case '&': return pen.literal("&amp;");
        case '<': return pen.literal("&lt;");
        case '>': return pen.literal("&gt;");
        case '"': return pen.literal("&quot;");
        default: {
            const auto code = static_cast<unsigned char>(octet);
            return pen.octet(code < 0x20 || code == 0x7F ? ' ' : octet);
        }
    }
}

}  // namespace detail

/// Writes the octets of a range escaped, up to its first 00.
template <class Iterator>
void write_escaped(Pen& pen, Iterator first, Iterator last) {
    const char* const limit = pen.position() + escaped_limit;
    for (; first != last && *first != 0 && pen.position() < limit; ++first)
        detail::escape(pen, static_cast<char>(*first));
}

inline void write_escaped(Pen& pen, std::string_view text) {
    write_escaped(pen, text.begin(), text.end());
}

/// Writes a text that was sent last character first.
inline void write_escaped_reversed(Pen& pen, OctetView octets) {
    write_escaped(pen, octets.rbegin(), octets.rend());
}

}  // namespace otbench::bus
