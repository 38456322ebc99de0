#pragma once

#include <string>

namespace otbench {

/// Throws `std::system_error` that says in one line that `path` cannot be written, and why (errno).
[[noreturn]] void throw_write_error(const std::string& path);

/// Makes a folder for output, with those around it, unless it is there. Throws `std::system_error` with one line when
/// it cannot be made or written to.
void make_output_folder(const std::string& folder);

/// Writes `text` to `path`, all or nothing: it goes to a neighbour that then takes the name, and is removed when it
/// cannot. A file of another kind (a device, a FIFO) is written to as it is. Throws as `throw_write_error` does.
void write_whole_file(const std::string& path, const std::string& text);

}  // namespace otbench
