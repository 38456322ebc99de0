#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/event_sink.hpp"
#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// The text that a command's handler collects for its reply, in a buffer of 256 octets (spec: firmware, section 2.4).
class Reply {
public:
    explicit Reply(const FirmwareOptions& options) : options_(options) {}

    /// Adds `text`, after a slash if there is something already; what does not fit is cut.
    void append(std::string_view text);
    /// Adds data that the firmware hands to the print function as its format: a conversion in it vanishes with what it
    /// should have shown, since there is no argument for it (quirk Q8).
    void append_as_format(std::string_view text);
    /// Adds a text from the stored configuration.
    void append_stored(std::string_view text);
    /// Adds what `append` does, and records `source` as its cause.
    void append_from(std::string_view text, Cause source);
    void clear();

    /// True once more was added than the buffer holds, which the firmware takes for its own fault (quirk Q66).
    [[nodiscard]] bool is_overfull() const { return fill_ > capacity; }
    [[nodiscard]] bool is_stored_text() const { return is_stored_text_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const std::vector<Cause>& sources() const { return sources_; }

private:
    static constexpr std::size_t capacity = 255;  ///< 256 octets with the terminator

    const FirmwareOptions& options_;
    std::size_t fill_ = 0;  ///< what the firmware believes to have stored
    bool is_stored_text_ = false;
    std::string text_;
    std::vector<Cause> sources_;
};

}  // namespace otbench::firmware
