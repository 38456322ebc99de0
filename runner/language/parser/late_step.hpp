#pragma once

#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

/// A step whose keys stand in `step`. Numbers in it may be `${…}` of variables, which are known only when it is
/// performed: it is then read again (`Step::late`). What is wrong whatever they are is reported now.
[[nodiscard]] Step read_step(const YamlNode& step, const StepKind& verb, const Context& context);

}  // namespace otbench::runner::parts
