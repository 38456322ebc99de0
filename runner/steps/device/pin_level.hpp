#pragma once

#include <string_view>

#include "runner/steps/step_support.hpp"

namespace otbench::runner {

/// What the steps about a pin have in common.
struct PinLevel {
    Pin pin;
    bool level = false;

    /// Reads the key `verb` and `level`.
    void read(const Mapping& step, std::string_view verb, const Context& context) {
        pin = parts::read_pin(step, verb, context);
        step.read("level", level, parts::parse_level);
    }
};

}  // namespace otbench::runner
