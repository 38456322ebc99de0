#include "firmware_model/commands/command_dispatch.hpp"

#include "firmware_model/commands/command_values.hpp"
#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/network/reply.hpp"

namespace otbench::firmware {
namespace {

constexpr std::string_view unknown_command = "Invalid MQTT topic/message";

std::string_view describe(SegmentError error) {
    return error == SegmentError::segment_too_long ? "Invalid MQTT command (segment too long)"
                                                   : "Invalid MQTT command (too many segments)";
}

/// The index of the segment that names the chip. Locations before it are taken for the chip (quirk Q2).
std::size_t chip_segment(const Firmware& firmware, const CommandSegments& segments) {
    std::size_t index = 1;
    if (!firmware.fixed(Quirk::location_topic_refused)) return index;
    for (const auto& location : firmware.board().flash.config.locations()) {
        if (!location.empty() && segments.text(index) == location) ++index;
    }
    return index;
}

/// Who is meant, then the tree.
CommandMatch find_command(Firmware& firmware, const CommandSegments& segments, Reply& response) {
    static const CommandTree tree{command_table()};
    const Identity& identity = firmware.board().identity;
    const std::size_t chip_at = chip_segment(firmware, segments);
    const auto root = segments.text(0);
    const auto chip = segments.text(chip_at);
    if (root.empty()) return {CommandMatch::Kind::incomplete};
    if (root != identity.root) return {CommandMatch::Kind::unknown};
    if (chip.empty()) return {CommandMatch::Kind::incomplete};
    if (chip != identity.chip && chip != "all") return {CommandMatch::Kind::unknown};
    const auto accepts = [&](std::string_view level, std::string_view text) {
        return accepts_value(firmware, level, text, response);
    };
    return tree.find(firmware.fixed(Quirk::case_sensitive_commands) ? segments.lower_case() : segments, chip_at + 1,
                     accepts);
}

}  // namespace

bool dispatch_command(Firmware& firmware, std::string_view topic, std::string_view payload, Reply& response,
                      Cause cause) {
    const auto segments = CommandSegments::split(topic, payload);
    if (!segments) {
        response.append(describe(segments.error()));
        return false;
    }
    const CommandMatch match = find_command(firmware, *segments, response);
    if (match.kind == CommandMatch::Kind::incomplete && !firmware.fixed(Quirk::incomplete_command_ok)) return true;
    if (match.kind != CommandMatch::Kind::found) {
        response.append(unknown_command);
        return false;
    }
    CommandCall call{firmware, *segments, match.arguments, response, cause};
    return match.handler(call);
}

}  // namespace otbench::firmware
