#pragma once

#include <optional>
#include <string_view>

#include "base/octets.hpp"

namespace otbench::meters {

/// One status message with bytes of otb-iot's receive buffer: "ok:68/4d/…" (spec: firmware, section 5.4).
struct DumpChunk {
    OctetBuffer octets;
    bool last = false;  ///< it ends in "xx": the buffer is empty
};

/// Reads a payload as such a message; nothing when it is another one.
[[nodiscard]] std::optional<DumpChunk> parse_dump_chunk(std::string_view payload);

}  // namespace otbench::meters
