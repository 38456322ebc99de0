#pragma once

#include <string_view>

namespace otbench::firmware {

class Firmware;
class Reply;

/// True when `text` will do at the value level `level` of the command table, such as `<pin>`. If not, the reason may
/// have been put into the reply, where the text for an unknown command follows it.
bool accepts_value(Firmware& firmware, std::string_view level, std::string_view text, Reply& response);

}  // namespace otbench::firmware
