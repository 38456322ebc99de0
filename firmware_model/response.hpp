#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bus/event_sink.hpp"

namespace otbench::firmware {

/// The text that a command's handler collects for its reply, in a buffer of 256 octets (spec: firmware, section 2.4).
class Response {
public:
    /// Adds `text`, after a slash if there is something already; what does not fit is cut.
    void append(std::string_view text);
    /// Adds what `append` does, and remembers that it came from the event `source`.
    void append_from(std::string_view text, Cause source);
    void clear();

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const std::vector<Cause>& sources() const { return sources_; }

private:
    std::string text_;
    std::vector<Cause> sources_;
};

}  // namespace otbench::firmware
