#pragma once

#include <optional>
#include <vector>

#include "meters/profile/profile_import.hpp"

namespace otbench::meters {

/// Telegrams of one readout, and the application reset after which they came.
struct RecordedReadout {
    std::optional<std::uint8_t> subcode;  ///< none: a meter that was told nothing
    std::vector<bus::Frame> telegrams;
};

/// The profile of a meter that was asked everything. The first of `readouts` is its default one; another that has the
/// same records, whatever their values, is left out. A value with the name of an earlier one, but another content, gets
/// a name of its own. `class_1`: its class 1 data. Errors as of `import_profile`.
[[nodiscard]] Checked<ImportedProfile> import_survey(const std::vector<RecordedReadout>& readouts,
                                                     const std::optional<bus::Frame>& class_1);

}  // namespace otbench::meters
