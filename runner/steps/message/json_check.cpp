#include "runner/steps/message/json_check.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "runner/steps/message/agreement.hpp"

namespace otbench::runner {

Checked<std::string> json_value(const std::string& payload, const std::string& pointer) {
    const auto json = nlohmann::json::parse(payload, nullptr, false);
    if (json.is_discarded()) return InputError{"invalid JSON"};
    try {
        const auto& value = json.at(nlohmann::json::json_pointer{pointer});
        if (value.is_string()) return value.get<std::string>();
        return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    } catch (const nlohmann::json::exception&) {
        return InputError{fmt::format("nothing at {}", pointer)};
    }
}

std::string json_mismatch(const std::string& payload, const std::vector<JsonExpectation>& expected) {
    for (const JsonExpectation& each : expected) {
        const auto value = json_value(payload, each.pointer);
        if (!value) return value.error().message;
        const auto measure = bus::parse_measure(*value);
        const auto agreement =
            agrees(*value, measure ? std::optional{*measure} : std::nullopt, each.value, each.tolerance);
        if (!agreement) return fmt::format("{}: {}", each.pointer, agreement.error().message);
        if (!*agreement) return fmt::format("{}: {}", each.pointer, *value);
    }
    return {};
}

}  // namespace otbench::runner
