#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace otbench::runner {

/// JSON as a script element holds it: ASCII, and no "<" can end the element.
[[nodiscard]] std::string script_text(const nlohmann::json& data);

/// The text of a JSON object with one member more, `value`, also JSON: large values go into a page as they are.
[[nodiscard]] std::string with_member(std::string object, std::string_view name, std::string_view value);

}  // namespace otbench::runner
