#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.hpp"

namespace otbench::app {

/// Reads text line by line from a file descriptor, with a limit on the length of a line, so that no input (`/dev/zero`)
/// takes all memory.
class LineReader {
public:
    static constexpr std::size_t longest_line = std::size_t{1} << 20;  ///< bytes

    /// `descriptor` stays the caller's. `before_wait` is called whenever a read may have to wait for more.
    LineReader(int descriptor, std::function<void()> before_wait);

    /// The next line without its line end, valid until the next call; nothing at the end. An error when it is too long
    /// or cannot be read.
    [[nodiscard]] Checked<std::optional<std::string_view>> next();

private:
    Checked<bool> fill();

    int descriptor_;
    std::function<void()> before_wait_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;  ///< of what is in the buffer and not yet read
    std::size_t line_ = 0;             ///< lines read so far
};

}  // namespace otbench::app
