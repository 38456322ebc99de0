#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/event_sink.hpp"
#include "runner/steps/inbox.hpp"

namespace otbench::runner {

/// One status message with octets of otb-iot's receive buffer: "ok:68/4d/…" (spec: firmware, section 5.4).
struct DumpChunk {
    std::vector<std::uint8_t> octets;
    bool last = false;  ///< it ends in "xx": the buffer is empty
};

/// Reads a payload as such a message; nothing when it is another one.
std::optional<DumpChunk> parse_dump_chunk(std::string_view payload);

/// What a dump of the receive buffer brought, its messages joined.
struct Dump {
    std::vector<std::uint8_t> octets;
    std::vector<Cause> messages;  ///< the events of its messages
    Nanoseconds at{};             ///< when the last of them came
};

/// The last complete dump among the messages of one status topic; nothing when there is none.
std::optional<Dump> last_dump(const std::vector<const ReceivedMessage*>& history);

/// What a hat published after the last query that it confirmed, its messages joined (spec: firmware, section 8.6);
/// nothing when there was no query.
std::optional<Dump> last_hat_data(const std::vector<const ReceivedMessage*>& history);

}  // namespace otbench::runner
