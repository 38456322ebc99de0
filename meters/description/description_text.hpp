#pragma once

#include <string>

#include "bus/message/describe.hpp"

namespace otbench::meters {

/// A description as the YAML document that `read_descriptions` reads; it begins with "---". Values are written in their
/// units wherever that loses nothing.
[[nodiscard]] std::string description_text(const bus::AnswerDescription& answer);

}  // namespace otbench::meters
