#include "app/control/call_parameters.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/rpc/method.hpp"
#include "base/text.hpp"

namespace otbench::app {
namespace {

using nlohmann::json;

/// The type of a parameter by its name; text for one that is not described.
std::string type_of(const json& method, std::string_view name) {
    for (const json& parameter : method.at("parameters"))
        if (parameter.at("name") == name) return parameter.at("type").get<std::string>();
    return std::string{rpc::types::text.name};
}

json list_of(std::string_view text) {
    json all = json::array();
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        all.push_back(std::string{text.substr(0, comma)});
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return all;
}

Checked<json> value_of(std::string_view key, const std::string& type, const std::string& text) {
    const auto is = [&](const rpc::Type& known) { return type == known.name; };
    if (is(rpc::types::texts) && text.substr(0, 1) != "[") return list_of(text);
    if (!is(rpc::types::texts) && !is(rpc::types::object) && !is(rpc::types::whole) && !is(rpc::types::truth))
        return json(text);
    json value = json::parse(text, nullptr, false);
    if (!value.is_discarded()) return value;
    return InputError{fmt::format("invalid {} '{}' (expected JSON: {})", key, text, type)};
}

}  // namespace

Checked<json> call_parameters(const json& method, const std::vector<std::string>& words) {
    json parameters = json::object();
    for (const std::string& word : words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            return InputError{fmt::format("invalid parameter '{}' (expected KEY=VALUE)", word)};
        const std::string key = word.substr(0, equals), text = word.substr(equals + 1);
        if (const auto dot = key.find('.'); dot != std::string::npos) {
            json& object = parameters[key.substr(0, dot)];
            if (!object.is_null() && !object.is_object())
                return InputError{fmt::format("'{}' is given twice (expected an object or its members)", word)};
            object[key.substr(dot + 1)] = text;
            continue;
        }
        auto value = value_of(key, type_of(method, key), text);
        if (!value) return value.error();
        parameters[key] = std::move(*value);
    }
    return parameters;
}

}  // namespace otbench::app
