#include "firmware_model/command_dispatch.hpp"

#include "firmware_model/commands.hpp"
#include "firmware_model/firmware.hpp"
#include "firmware_model/response.hpp"

namespace otbench::firmware {
namespace {

constexpr std::string_view unknown_command = "Invalid MQTT topic/message";

std::string_view describe(SegmentError error) {
    return error == SegmentError::segment_too_long ? "Invalid MQTT command (segment too long)"
                                                   : "Invalid MQTT command (too many segments)";
}

/// Who is meant, then the tree.
CommandMatch find_command(const Identity& identity, const CommandSegments& segments) {
    static const CommandTree tree{command_table()};
    const auto root = segments.text(0);
    const auto chip = segments.text(1);
    if (root.empty()) return {CommandMatch::Kind::incomplete};
    if (root != identity.root) return {CommandMatch::Kind::unknown};
    if (chip.empty()) return {CommandMatch::Kind::incomplete};
    if (chip != identity.chip && chip != "all") return {CommandMatch::Kind::unknown};
    return tree.find(segments, 2);
}

}  // namespace

bool dispatch_command(Firmware& firmware, std::string_view topic, std::string_view payload, Response& response,
                      Cause cause) {
    const auto segments = CommandSegments::split(topic, payload);
    if (!segments) {
        response.append(describe(segments.error()));
        return false;
    }
    const CommandMatch match = find_command(firmware.board().identity, *segments);
    switch (match.kind) {
        case CommandMatch::Kind::incomplete: return true;
        case CommandMatch::Kind::unknown: response.append(unknown_command); return false;
        case CommandMatch::Kind::found: break;
    }
    CommandCall call{firmware, *segments, match.arguments, response, cause};
    return match.handler(call);
}

}  // namespace otbench::firmware
