#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <utility>

#include "base/printable.hpp"

namespace otbench::app {

/// Prints a message to standard error. Control characters, which names of files, meters and devices may hold, are
/// escaped (`printable`).
template <class... Args>
void print_error(fmt::format_string<Args...> format, Args&&... args) {
    std::fputs(printable(fmt::format(format, std::forward<Args>(args)...)).c_str(), stderr);
}

}  // namespace otbench::app
