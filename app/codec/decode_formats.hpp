#pragma once

#include <boost/core/span.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "bus/libmbus/render_xml.hpp"

namespace otbench::app {

/// One of the forms in which `otbench decode` prints telegrams.
struct DecodeFormat {
    std::string_view name;
    std::string_view head;  ///< printed once, before the first document
    /// Appends one document for the telegrams of one readout.
    boost::system::result<void, bus::ChainError> (*render)(boost::span<const bus::AnswerFrame> chain,
                                                           bus::Dialect dialect, TextBuffer& out);
};

/// The format of that name; null for another one.
[[nodiscard]] const DecodeFormat* decode_format(std::string_view name);
[[nodiscard]] std::vector<std::string> decode_format_names();

}  // namespace otbench::app
