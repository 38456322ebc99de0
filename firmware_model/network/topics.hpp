#pragma once

#include <array>
#include <string>
#include <string_view>

#include "firmware_model/storage/device_config.hpp"

namespace otbench::firmware {

/// Who the device is: the topic root of its board and its chip id (spec: firmware, section 1.1).
struct Identity {
    std::string root;
    std::string chip;
    std::string hardware;  ///< EEPROM code and subcode

    /// The MQTT client id and host name.
    [[nodiscard]] std::string device_id() const { return root + "." + chip; }

    /// The identity of `board`. The chip id is made from its serial number if it has one of at most 15 characters,
    /// else it is the hex digits of `mac` in lower case.
    static Identity of(const MainBoard& board, std::string_view mac);
};

/// The topic that a message goes to, at most 127 octets; an empty `extra` is left out (spec: firmware, section 1.3).
std::string publish_topic(const Identity& identity, const Locations& locations, std::string_view sub,
                          std::string_view extra = {});

/// The four topics that the device listens to, in the order in which it subscribes to them. Two of them are repeated
/// when no location is set.
std::array<std::string, 4> subscription_topics(const Identity& identity, const Locations& locations);

/// The topic of the will: the firmware swaps each location with its slash, unless that is corrected (quirk Q3).
std::string will_topic(const Identity& identity, const Locations& locations, const QuirkFixes& fixes);

}  // namespace otbench::firmware
