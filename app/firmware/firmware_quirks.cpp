// `otbench firmware quirks`: the known defects and what the platform may do.

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "app/firmware/firmware_listings.hpp"
#include "firmware_model/storage/platform_options.hpp"
#include "firmware_model/storage/quirks.hpp"

namespace otbench::app {

std::string quirks_text() {
    std::string text;
    for (const auto& quirk : firmware::quirks()) {
        text += fmt::format("Q{} ({})\n  when      {}\n  it        {}\n", quirk.number(), quirk.area, quirk.trigger,
                            quirk.effect);
        text += quirk.is_switchable() ? fmt::format("  fixed, it {}\n  shows in  {}\n", quirk.fixed, quirk.shows)
                                      : fmt::format("  no switch {}\n", quirk.shows);
    }
    text += "\nBehaviour of the platform (--assume; the first value is the default):\n";
    for (const auto& option : firmware::platform_options()) {
        text += fmt::format("  {:<10} {}: {}\n", option.id, option.about, option.values);
    }
    return text;
}

std::string quirks_json() {
    auto quirks = nlohmann::ordered_json::array();
    for (const auto& quirk : firmware::quirks()) {
        quirks.push_back({{"id", fmt::format("Q{}", quirk.number())},
                          {"area", quirk.area},
                          {"trigger", quirk.trigger},
                          {"effect", quirk.effect},
                          {"fixed", quirk.fixed},
                          {"switchable", quirk.is_switchable()},
                          {"shows", quirk.shows}});
    }
    auto options = nlohmann::ordered_json::array();
    for (const auto& option : firmware::platform_options()) {
        options.push_back({{"id", option.id}, {"about", option.about}, {"values", option.values}});
    }
    constexpr int indent = 2;
    return nlohmann::ordered_json{{"quirks", quirks}, {"platform", options}}.dump(indent) + "\n";
}

}  // namespace otbench::app
