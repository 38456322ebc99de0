#pragma once

#include <cstdio>

namespace otbench::runner {

struct Execution;
struct ProfileCatalog;
struct StepResult;

/// A prompt at a step that failed: time stands still while its user looks at values, messages and events, and performs
/// further steps, written as in a scenario file.
class DebugPrompt {
public:
    /// Reads commands from `in` and writes to `out`. All of them must outlive the prompt.
    DebugPrompt(Execution& run, const ProfileCatalog& profiles, std::FILE* in, std::FILE* out)
        : run_(run), profiles_(profiles), in_(in), out_(out) {}

    /// Whether the steps behind the failed one are to be performed. Throws as a step.
    [[nodiscard]] bool goes_on_after(const StepResult& failed);

private:
    Execution& run_;
    const ProfileCatalog& profiles_;
    std::FILE* in_;
    std::FILE* out_;
};

}  // namespace otbench::runner
