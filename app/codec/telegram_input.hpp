#pragma once

#include <optional>
#include <string>
#include <vector>

#include "meters/captures/frame_joiner.hpp"

namespace otbench::app {

/// Receives the telegrams of the inputs.
class TelegramInput : public meters::CaptureSink {
public:
    /// The octets that follow are from this input; the name is for messages.
    virtual void begin(const std::string& name) = 0;
};

/// What the inputs of a command line may be, for its help.
inline constexpr const char* telegram_inputs_help =
    "Files with telegrams, - for standard input, or telegrams themselves: hex (68 4d …, 68:4d:…, 0x68, …), otb-iot's "
    "ok:68/4d/… messages, logs of libmbus, pyMeterBus, wmbusmeters, socat -x, 'otbench emulate --log' or events.jsonl; "
    "or captures of Wireshark (pcapng) or of logic analysers (VCD, sigrok's .sr)";

/// Reads files, standard input ("-") and arguments that are telegrams themselves. False after a complaint of `verb`
/// about what cannot be read or holds no telegram; the others are read all the same. `baud` is for `read_capture`.
[[nodiscard]] bool read_telegrams(const std::vector<std::string>& inputs, const std::string& verb, TelegramInput& to,
                                  std::optional<double> baud);

}  // namespace otbench::app
