#include "runner/report/html/script_text.hpp"

#include <nlohmann/json.hpp>

namespace otbench::runner {

using nlohmann::json;

std::string script_text(const json& data) {
    const std::string dumped = data.dump(-1, ' ', true, json::error_handler_t::replace);
    std::string text;
    text.reserve(dumped.size());
    for (std::string_view rest = dumped;;) {
        const std::size_t less = rest.find('<');
        text += rest.substr(0, less);
        if (less == std::string_view::npos) return text;
        text += "\\u003c";
        rest.remove_prefix(less + 1);
    }
}

std::string with_member(std::string object, std::string_view name, std::string_view value) {
    object.pop_back();  // the brace
    if (object.size() > 1) object += ',';
    object.append("\"").append(name).append("\":").append(value).push_back('}');
    return object;
}

}  // namespace otbench::runner
