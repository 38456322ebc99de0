#pragma once

#include <fmt/core.h>

#include <string>
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
    /// Whether the pin cannot be reached; the result then says why the step is skipped.
    bool is_out_of_reach(const Execution& run, StepResult& result) const {
        if (!run.is_outside(pin.device)) return false;
        result.notes.push_back(fmt::format("skipped: the pins of '{}' are outside the bench", pin.device));
        return true;
    }
};

}  // namespace otbench::runner
