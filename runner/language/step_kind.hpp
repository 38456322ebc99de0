#pragma once

#include <boost/core/span.hpp>
#include <string_view>

#include "base/config/yaml_reader.hpp"
#include "runner/language/scenario.hpp"

namespace otbench::runner {

namespace parts {
struct Context;
}

/// A verb, for the language: Its file in `runner/steps` has it together with the action.
struct StepKind {
    const MappingDescription& description;  ///< its first key is the verb
    Step (*parse)(const Mapping& step, const parts::Context& context);
    boost::span<const MappingDescription* const> nested = {};  ///< mappings of its own below its keys

    [[nodiscard]] std::string_view verb() const { return description.keys.front().name; }
};

/// All verbs, in the order of messages, schema and manual.
using StepKinds = boost::span<const StepKind* const>;

}  // namespace otbench::runner
