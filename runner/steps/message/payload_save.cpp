#include "runner/steps/message/payload_save.hpp"

#include <utility>

#include "base/config/regex.hpp"
#include "runner/steps/message/json_check.hpp"

namespace otbench::runner {
namespace {

Checked<std::string> found_in(const std::string& payload, const std::string& expression) {
    const auto regex = config::Regex::compile(expression);
    if (!regex) return regex.error();
    if (auto found = regex->extract(payload)) return std::move(*found);
    return InputError{payload.empty() ? "an empty payload" : payload};
}

}  // namespace

void save_from_payload(Execution& run, const std::string& device, const std::vector<Save>& saves,
                       const std::optional<std::string>& payload, StepResult& result) {
    if (result.failed()) return;
    for (const Save& save : saves) {
        const auto value = !payload ? Checked<std::string>{InputError{"no message"}}
                           : save.from == Save::From::json
                               ? json_value(*payload, save.what)
                               : found_in(*payload, fill_in(run, device, save.what, quoted_for_regex));
        if (value)
            run.variables[save.variable] = *value;
        else
            result.checks.push_back(
                {false, "save " + save.variable, save.what, value.error().message, run.bench.time()});
    }
}

}  // namespace otbench::runner
