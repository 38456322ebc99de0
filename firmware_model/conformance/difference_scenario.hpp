#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace otbench::firmware {

/// What a scenario is written from.
struct DifferenceScenario {
    std::string name;
    std::string model_settings;             ///< further keys of the model, such as ", fix: [Q14]"; may be empty
    std::vector<std::string> differences;   ///< sentences, which become comments
    const std::vector<std::string>& steps;  ///< as random_steps() gives them
    std::size_t preparation = 0;            ///< so many first steps have no expectations
    std::string mac = "5c:cf:7f:2a:b9:1c";
};

/// A scenario of a model of otb-iot that publishes the commands of `steps` and expects the replies in `trace`, which is
/// of the same steps after a power-on. Nothing when a step is not a command or a reply is not printable text: a
/// scenario cannot say it in the same way.
std::optional<std::string> scenario_of(const DifferenceScenario& description, std::istream& trace);

}  // namespace otbench::firmware
