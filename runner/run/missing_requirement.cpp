#include "runner/run/missing_requirement.hpp"

#include <fmt/core.h>

#include "runner/language/scenario.hpp"
#include "sim/host/process/search_path.hpp"

namespace otbench::runner {

std::optional<std::string> missing_requirement(const Scenario& scenario, bool hardware) {
    for (const Requirement& requirement : scenario.skip_unless) {
        if (requirement.kind == Requirement::Kind::tool) {
            if (!sim::is_on_search_path(requirement.tool)) return fmt::format("needs the program {}", requirement.tool);
        } else if (!hardware) {
            return "needs real devices (otbench run --hardware)";
        }
    }
    return std::nullopt;
}

}  // namespace otbench::runner
