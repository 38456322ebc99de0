#pragma once

#include <boost/core/span.hpp>
#include <boost/system/result.hpp>
#include <string>
#include <string_view>

#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// One thing that the firmware's source leaves to its platform, and what it may be in the model. `Pn` is the number it
/// has in all documents of the bench (spec: firmware, section 0).
struct PlatformOption {
    std::string_view id;      ///< "P6"
    std::string_view about;   ///< what it is
    std::string_view values;  ///< what it may be, the default first
    /// Sets it; false when it does not have this `value`.
    bool (*set)(FirmwareOptions& options, std::string_view value);
};

/// All of them, in the order of their numbers.
boost::span<const PlatformOption> platform_options();

/// Sets the option `id` to `value`. The error names the accepted values.
boost::system::result<void, std::string> set_platform_option(FirmwareOptions& options, std::string_view id,
                                                             std::string_view value);

}  // namespace otbench::firmware
