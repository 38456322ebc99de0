#pragma once

#include <string>
#include <vector>

#include "bus/frame/frame_text.hpp"

namespace otbench::app {

/// Who gets the octets that inputs hold.
class TelegramInput : public bus::FrameTextSink {
public:
    /// What comes from here on is from this input; the name is for messages.
    virtual void begin(const std::string& name) = 0;
};

/// What the inputs of a command line may be, for its help.
inline constexpr const char* telegram_inputs_help =
    "Files of telegrams, - for standard input, or telegrams themselves: hex digits, otb-iot's ok:68/4d/… messages, "
    "libmbus's RECV log lines";

/// Reads files, standard input ("-") and arguments that are telegrams themselves. False after a complaint of `verb`
/// about what cannot be read; the others are read all the same.
bool read_telegrams(const std::vector<std::string>& inputs, const std::string& verb, TelegramInput& to);

}  // namespace otbench::app
