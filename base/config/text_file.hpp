#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/config/diagnostics.hpp"

namespace otbench::config {

/// The contents of the file at `path`, which describes `what` ("a scenario"). Nothing, and a diagnostic, when it is not
/// there, not a regular file, not readable or larger than `YamlLimits` allows. Never throws.
[[nodiscard]] std::optional<std::string> read_text_file(const std::string& path, std::string_view what,
                                                        Diagnostics& diagnostics);

}  // namespace otbench::config
