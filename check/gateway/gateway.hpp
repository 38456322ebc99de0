#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "check/client/client.hpp"

namespace otbench::check {

/// The gateway under judgement: how it is started, how it is asked over MQTT, and how its answers are read. Its actions
/// are scripts of messages; `Gateway::endpoint` is the kind of its serial side.
struct Gateway : Client {
    std::string start;    ///< command for /bin/sh, with placeholders; empty: somebody else starts it
    std::string topic;    ///< of its commands
    std::string answers;  ///< topic filter of its answers
    std::string boot;     ///< pattern of the answer that reports a start; empty: it reports none
    double baud = 2400;   ///< of its serial side
};

/// The actions that a gateway may have; every gateway has `read`.
inline constexpr std::string_view gateway_actions[] = {"setup", "read", "ask", "unknown"};

/// A file `NAME.yaml` that describes a gateway.
[[nodiscard]] boost::system::result<Gateway, std::vector<config::Diagnostic>> read_gateway(std::string_view text,
                                                                                           const std::string& file);

/// A line of a script: a payload for the topic of commands, or a pause.
using ScriptLine = std::variant<std::string, Nanoseconds>;

/// The lines of a script: "trigger/serial/send/105b015c16" or "pause 1500 ms".
[[nodiscard]] Checked<std::vector<ScriptLine>> parse_script(std::string_view text);

}  // namespace otbench::check
