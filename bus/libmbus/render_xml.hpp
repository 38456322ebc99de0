#pragma once

#include <boost/core/span.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/octets.hpp"
#include "base/text_buffer.hpp"
#include "bus/record/codec_error.hpp"
#include "bus/record/record.hpp"

namespace otbench::bus {

/// What the renderer needs of an answer's frame.
struct AnswerFrame {
    std::uint8_t control = 0;   ///< C; 0 for a single character
    std::uint8_t ci = 0;        ///< CI; 0 where the frame has none
    OctetView data;             ///< user data
    std::int64_t received = 0;  ///< seconds since 1970 (UTC); 0 when not known, then no Timestamp is written
    std::uint8_t address = 0;   ///< A
};

struct XmlOptions {
    Dialect dialect = Dialect::libmbus;  ///< libmbus or fork
    bool normalised = false;             ///< libmbus's `-n`: quantities apart, numbers in base units
};

/// Appends the XML that libmbus prints for a frame, octet for octet (spec: decoder XML, 6 to 10).
///
/// The output is octets, not text of one encoding: it declares ISO-8859-1, degree signs are UTF-8, texts of meters pass
/// as they are. After an error `out` is as before. Allocates nothing but what `out` needs to grow.
[[nodiscard]] Decoded<void> render_xml(const AnswerFrame& frame, const XmlOptions& options, TextBuffer& out);

/// Where and why a chain could not be rendered.
struct ChainError {
    std::size_t telegram = 0;  ///< counted from 0
    CodecError error;
};

/// Appends one document for the telegrams of one readout (spec: decoder XML, 11). A first telegram that holds no
/// variable data is all that is printed. An empty chain prints nothing.
[[nodiscard]] boost::system::result<void, ChainError> render_xml(boost::span<const AnswerFrame> chain,
                                                                 const XmlOptions& options, TextBuffer& out);

/// The numbers, counted from 0, of the records whose normalised form is empty, in the user data of variable data that
/// renders without error.
[[nodiscard]] std::vector<std::size_t> records_without_normal_form(OctetView user_data);

/// The words of libmbus for an error of the data parse: "Premature end of record at data.".
[[nodiscard]] std::string libmbus_message(const CodecError& error);
/// "M-bus data parse error." or "M-bus variable data parse error.".
[[nodiscard]] std::string libmbus_message(const ChainError& error);

}  // namespace otbench::bus
