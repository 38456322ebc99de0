#include "runner/steps/message/json_check.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "runner/steps/execution.hpp"
#include "runner/steps/message/agreement.hpp"

namespace otbench::runner {
namespace {

Checked<bool> meets_value(const std::string& value, const JsonExpectation& expected) {
    const auto measure = bus::parse_measure(value);
    return agrees(value, measure ? std::optional{*measure} : std::nullopt, expected.value, expected.tolerance);
}

}  // namespace

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
        const auto is_met = meets_value(*value, each);
        if (!is_met) return fmt::format("{}: {}", each.pointer, is_met.error().message);
        if (!*is_met) return fmt::format("{}: {}", each.pointer, *value);
    }
    return {};
}

std::vector<Correction> json_corrections(const std::string& payload, const std::vector<JsonExpectation>& expected) {
    std::vector<Correction> corrections;
    for (const JsonExpectation& each : expected) {
        const auto value = json_value(payload, each.pointer);
        if (!value) return {};
        const auto is_met = meets_value(*value, each);
        if (!is_met || !*is_met) corrections.push_back({{}, each.value_at, each.value, *value});
    }
    return corrections;
}

}  // namespace otbench::runner
