#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/checked.hpp"

namespace otbench {

/// The largest file that is read as a whole where nothing else is said.
inline constexpr std::size_t most_file_bytes = 64U << 20;

/// The contents of the file at `path`, which is `what` ("a scenario"). The error is for a line that begins with the
/// path: it does not exist, is a directory or another special file (a device or a FIFO may never end; a pipe of
/// this process, /dev/fd/63, does), it cannot be read, or it has more than `most` bytes.
Checked<std::string> read_whole_file(const std::string& path, std::string_view what,
                                     std::size_t most = most_file_bytes);

/// The same, with "-" for standard input.
Checked<std::string> read_whole_input(const std::string& path, std::string_view what,
                                      std::size_t most = most_file_bytes);

}  // namespace otbench
