#pragma once

#include <string>

#include "runner/language/step_kind.hpp"

namespace otbench::runner {

/// The JSON schema (draft 2020-12) of scenario files whose steps are of the kinds `verbs`: docs/scenario.schema.json.
[[nodiscard]] std::string scenario_schema(StepKinds verbs);

/// The names of the mappings whose keys a manual can show as a table.
[[nodiscard]] std::vector<std::string_view> reference_tables(StepKinds verbs);

/// The keys of the mapping `name` as a table in Markdown: key, default, meaning. Empty when it is not known.
[[nodiscard]] std::string reference_table(std::string_view name, StepKinds verbs);

/// `text` with what stands between each `<!-- keys: NAME -->` and the following `<!-- end of keys -->` replaced by the
/// table of that mapping. The error names an unknown mapping, or a table that does not end.
[[nodiscard]] Checked<std::string> fill_reference_tables(std::string_view text, StepKinds verbs);

}  // namespace otbench::runner
