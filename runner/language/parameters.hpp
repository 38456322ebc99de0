#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/config/yaml_tree.hpp"
#include "runner/language/config_words.hpp"

namespace otbench::runner {

/// The parameters of one case, by name, as written.
using ParameterValues = std::map<std::string, std::string>;

/// One case of a scenario with parameters.
struct ParameterCase {
    std::string name;  ///< "baud=300, parity=even", or the name of its row; empty without parameters
    ParameterValues values;
};

/// The most cases that one file may have.
inline constexpr std::size_t most_cases = 10'000;

/// The cases of a scenario file: every combination of its `parameters` in the order of the file, the last one fastest,
/// or its rows, without those that `exclude` names, and only those with the values `chosen` (`--param`), which need not
/// be in the file's lists. One case without a name when there are no parameters. Mistakes are reported; then the cases
/// may be incomplete. `folder`: where a CSV file is looked for.
[[nodiscard]] std::vector<ParameterCase> parameter_cases(const YamlNode& root, const ParameterValues& chosen,
                                                         const std::string& folder, Diagnostics& diagnostics);

/// Puts the values in the place of `${name}` in every text of `node`; names that are not among them stay.
void fill_parameters(YamlNode& node, const ParameterValues& values);

/// The names in `${…}` of a text.
[[nodiscard]] std::vector<std::string> placeholders_in(std::string_view text);

}  // namespace otbench::runner
