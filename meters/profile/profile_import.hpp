#pragma once

#include <string>
#include <vector>

#include "bus/frame/frame.hpp"
#include "bus/record/codec_error.hpp"
#include "meters/profile/profile.hpp"

namespace otbench::meters {

/// A profile made from a recording.
struct ImportedProfile {
    Profile profile;
    std::vector<std::string> notes;  ///< what of the recording it does not repeat, one line each
};

/// The profile that sends the first readout in `telegrams`, long frames in the order in which a meter sent them, octet
/// for octet again. A frame that repeats the one before it is passed over. Records that cannot be expressed in the
/// terms of a profile stay octets. The error names the telegram that is not a readout, or that is another meter's.
[[nodiscard]] Checked<ImportedProfile> import_profile(const std::vector<bus::Frame>& telegrams);

}  // namespace otbench::meters
