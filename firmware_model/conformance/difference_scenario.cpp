#include "firmware_model/conformance/difference_scenario.hpp"

#include <fmt/core.h>

#include <boost/algorithm/string/predicate.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "base/event_kinds.hpp"

namespace otbench::firmware {
namespace {

using Json = nlohmann::json;

/// The replies on the status topic by step; nothing when one of them is not text.
std::optional<std::map<int, std::vector<std::string>>> replies_of(std::istream& trace) {
    constexpr std::string_view status = "/status";
    std::map<int, std::vector<std::string>> replies;
    for (std::string line; std::getline(trace, line);) {
        const Json event = Json::parse(line);
        if (event.at("kind") != event::mqtt_tx || event.at("type") != "PUBLISH" || event.value("dup", false) ||
            event.value("after_reset", false) ||
            !boost::algorithm::ends_with(event.at("topic").get<std::string>(), status)) {
            continue;
        }
        if (!event.contains("payload")) return std::nullopt;
        replies[event.at("step").get<int>()].push_back(event.at("payload").get<std::string>());
    }
    return replies;
}

std::string expectation(const std::vector<std::string>& replies) {
    if (replies.empty()) return {};
    return fmt::format("    expect: {}\n", replies.size() == 1 ? Json(replies.front()).dump() : Json(replies).dump());
}

}  // namespace

std::optional<std::string> scenario_of(const DifferenceScenario& description, std::istream& trace) {
    const auto replies = replies_of(trace);
    if (!replies) return std::nullopt;
    std::string text;
    for (const auto& sentence : description.differences) text += fmt::format("# {}\n", sentence);
    text += fmt::format(
        "name: {}\nversion: 2\nbroker: internal\nwithin: 20s\n\ndevices:\n"
        "  boiler: {{model: otb-iot, mac: {}{}}}\n\nsteps:\n",
        Json(description.name).dump(), description.mac, description.model_settings);
    std::size_t number = 0;
    for (const auto& step_text : description.steps) {
        const Json step = Json::parse(step_text);
        if (step.at("op") != "mqtt") return std::nullopt;
        const bool is_expected = ++number > description.preparation;
        text += fmt::format("  - publish: {}\n", step.at("payload").dump());
        const auto found = replies->find(static_cast<int>(number));
        if (is_expected && found != replies->end()) text += expectation(found->second);
        text += fmt::format("  - wait: {}us\n", step.at("then_us").get<int>());
    }
    return text;
}

}  // namespace otbench::firmware
