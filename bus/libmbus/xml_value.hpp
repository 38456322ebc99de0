#pragma once

#include "base/text_buffer.hpp"
#include "bus/libmbus/xml_text.hpp"
#include "bus/record/record.hpp"

namespace otbench::bus {

/// What a value may take: 252 octets in hex, or an escaped text.
constexpr std::size_t xml_value_room = escaped_room > 3 * 252 ? escaped_room : 3 * 252;

/// Writes the text of a value as the plain XML of libmbus has it (spec: decoder XML, 9.7).
void write_plain_value(TextWriter& writer, const Record& record, Dialect dialect);

/// The same as normalised XML has it (spec: decoder XML, 10): numbers in the normalised unit.
void write_normalised_value(TextWriter& writer, const Record& record, Dialect dialect);

/// Two hex digits an octet: last octet first, in the fork first octet first.
void write_hex(TextWriter& writer, OctetView octets, Dialect dialect);

}  // namespace otbench::bus
