#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/event_sink.hpp"
#include "meters/captures/buffer_dump.hpp"
#include "runner/steps/inbox.hpp"

namespace otbench::runner {

using meters::parse_dump_chunk;

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
