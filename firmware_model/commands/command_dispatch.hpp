#pragma once

#include <string_view>

#include "base/event_sink.hpp"

namespace otbench::firmware {

class Firmware;
class Reply;

/// Finds and carries out what was sent to `topic` (spec: firmware, section 3). Returns whether the reply is `ok`; its
/// text is in `response`. An incomplete command is `ok` (quirk Q10).
bool dispatch_command(Firmware& firmware, std::string_view topic, std::string_view payload, Reply& response,
                      Cause cause);

}  // namespace otbench::firmware
