#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/event_sink.hpp"

namespace otbench::firmware {

/// The firmware's log: lines for the console and a ring of 1024 octets in RAM; errors also become messages (spec:
/// firmware, section 9.7). Lines below INFO are compiled in but not shown at the default level, so there are none.
class Log {
public:
    enum class Level { info, warn, error };
    static constexpr std::size_t ring_size = 1024;

    /// `print` puts a line on the console, `publish` an error on the log topic.
    using Output = std::function<void(const std::string& line, Cause cause)>;
    Log(Output print, Output publish) : print_(std::move(print)), publish_(std::move(publish)) {}

    void info(std::string_view module, std::string_view text) { write(Level::info, module, text, Cause::none); }
    void warn(std::string_view module, std::string_view text) { write(Level::warn, module, text, Cause::none); }
    void error(std::string_view module, std::string_view text, Cause cause) {
        write(Level::error, module, text, cause);
    }
    /// A line without level and module.
    void plain(const std::string& text) { keep(text, Cause::none); }
    /// An empty `module` is left out with its colon.
    void write(Level level, std::string_view module, std::string_view text, Cause cause);

    /// The line that was written `i` lines before the last one, if the ring still has it.
    [[nodiscard]] std::optional<std::string> line(std::size_t i) const;

private:
    /// Prints a line and puts it into the ring.
    void keep(const std::string& line, Cause cause);

    const Output print_;
    const Output publish_;
    std::deque<std::string> lines_;  ///< newest first
    std::size_t used_ = 0;
};

}  // namespace otbench::firmware
