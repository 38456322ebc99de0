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

inline void escape(TextWriter& writer, char octet) {
    switch (octet) {
        case '&': return writer.literal("&amp;");
        case '<': return writer.literal("&lt;");
        case '>': return writer.literal("&gt;");
        case '"': return writer.literal("&quot;");
        default: {
            const auto code = static_cast<unsigned char>(octet);
            return writer.octet(code < 0x20 || code == 0x7F ? ' ' : octet);
        }
    }
}

}  // namespace detail

/// Writes the octets of a range escaped, up to its first 00.
template <class Iterator>
void write_escaped(TextWriter& writer, Iterator first, Iterator last) {
    const char* const limit = writer.position() + escaped_limit;
    for (; first != last && *first != 0 && writer.position() < limit; ++first)
        detail::escape(writer, static_cast<char>(*first));
}

inline void write_escaped(TextWriter& writer, std::string_view text) {
    write_escaped(writer, text.begin(), text.end());
}

/// Writes a text that was sent last character first.
inline void write_escaped_reversed(TextWriter& writer, OctetView octets) {
    write_escaped(writer, octets.rbegin(), octets.rend());
}

}  // namespace otbench::bus
