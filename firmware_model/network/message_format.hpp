#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// The two parts from which the publish primitive makes a payload.
struct Message {
    std::string text;
    std::string extra;
    bool as_it_is = false;  ///< capitals and spaces stay
};

/// What goes out for `message`: the parts joined by a colon, spaces as underscores, lower case, cut to 127 octets. A
/// longer text keeps its length all the same, the rest is zero octets (quirk Q6), unless the bounded print returns what
/// it stored (spec: firmware, section 2.1).
std::string published_text(const Message& message, const FirmwareOptions& options);

/// A status message of up to four fields: the second to fourth are used in order until one is empty, and lose their
/// spaces and colons, so that colons separate fields only (spec: firmware, section 2.2).
Message status_message(std::string_view first, std::initializer_list<std::string_view> more);

}  // namespace otbench::firmware
