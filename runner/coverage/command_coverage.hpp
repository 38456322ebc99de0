#pragma once

#include <string>
#include <string_view>

#include "runner/coverage/counts.hpp"

namespace otbench::runner {

/// The commands of the firmware, by their paths.
[[nodiscard]] Counts known_commands();
/// What commands reply when they succeed: "get/config/serial/enable: ok:yes".
[[nodiscard]] Counts known_replies();
/// What follows "error:" in replies of commands.
[[nodiscard]] Counts known_errors();

/// Counts the command that a payload is for: the one with the longest path.
void count_command(Counts& commands, const std::string& payload);
/// Counts what was replied to the command with that payload, unless it is an error.
void count_reply(Counts& replies, const std::string& command, std::string_view reply);
/// Counts the error that a reply is, if it is one.
void count_error(Counts& errors, std::string_view reply);

/// Whether a command's payload, "set/config/serial/tx/15", is for the command with this path in the firmware's table:
/// "set/config/serial/tx|tx_pin|txpin", where "<…>" is any text. The payload may go on with arguments.
[[nodiscard]] bool is_command(const std::string& payload, const std::string& path);

/// Whether a text has the form of a reply in the firmware's table: "<…>" is any text, and what is in square brackets
/// may be left out.
[[nodiscard]] bool is_reply(std::string_view text, std::string_view form);

}  // namespace otbench::runner
