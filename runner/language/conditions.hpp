#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "firmware_model/storage/quirks.hpp"
#include "runner/language/config_words.hpp"

namespace otbench::runner {

/// What the machine must have for a scenario to run; without it the scenario is skipped.
struct Requirement {
    enum class Kind {
        hardware,  ///< real devices; whoever starts the run says that they are connected
        tool,      ///< a program on the search path
    };
    Kind kind = Kind::hardware;
    std::string tool;  ///< its file name
};

/// One step of a scenario, by its number or by its label.
struct StepReference {
    std::size_t number = 0;  ///< from 1; 0: by the label
    std::string label;
};

/// The failure that a scenario is expected to end with, because of a known defect.
struct ExpectedFailure {
    Position at;
    std::optional<firmware::Quirk> quirk;  ///< devices without this defect must pass instead
    std::string reason;                    ///< "Q34", or in words
    std::optional<StepReference> step;     ///< the step that fails; any otherwise
};

}  // namespace otbench::runner
