#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/checked.hpp"
#include "runner/report/summary.hpp"

namespace otbench::runner {

/// What one shard of `otbench circuit montecarlo` or `sweep` measured, or all of them: a file study.json.
struct StudyPart {
    std::string study;  ///< what is measured, as a command line; the same in all shards
    Shard shard;
    std::size_t points = 0;  ///< of all shards
    /// What was measured, by the number of the point; nothing for a quantity that a point does not have.
    std::map<std::size_t, std::vector<std::optional<double>>> values;
};

/// Whether a folder has a study.json.
[[nodiscard]] bool has_study_part(const std::string& folder);

/// Writes study.json to a folder, which is created. Throws `std::system_error` when it cannot be written.
void write_study_part(const std::string& folder, const StudyPart& part);

/// Reads what `write_study_part` wrote, number for number. The error begins with the file's name.
[[nodiscard]] Checked<StudyPart> read_study_part(const std::string& folder);

/// Joins all shards of a study, as one of 1/1. The error names a shard that is missing, doubled or of another study.
[[nodiscard]] Checked<StudyPart> merge_study_parts(const std::vector<std::string>& folders);

}  // namespace otbench::runner
