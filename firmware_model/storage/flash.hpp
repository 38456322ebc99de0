#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <istream>
#include <ostream>
#include <string>

#include "firmware_model/storage/stored_config.hpp"

namespace otbench::firmware {

/// What survives a restart.
struct Flash {
    StoredConfig config;
    int boot_slot = 0;
    std::string reboot_reason;  ///< as it is shown: at most 47 octets
    /// Octet 107 of the chip's own data: the supply can be measured only if it is FF at boot (quirk Q59).
    std::uint8_t supply_calibration = 0xFF;

    /// The flash of a device as it is delivered to the bench.
    static Flash of(const DeviceConfig& config);

    /// Writes everything as octets, of the same number each time.
    void save(std::ostream& out) const;
    /// Reads what `save` wrote. The error is a sentence: too few octets, or too many.
    static boost::system::result<Flash, std::string> load(std::istream& in);
};

}  // namespace otbench::firmware
