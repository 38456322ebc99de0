#include "app/standard_streams.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace otbench::app {

void open_standard_streams() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
        // The lowest free number is taken, which is this one: those below are open.
        if (::open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY) != descriptor) std::abort();
    }
}

bool flush_standard_output(const char* program) {
    const bool lost_before = std::ferror(stdout) != 0;
    errno = 0;
    if (std::fflush(stdout) == 0 && !lost_before) return true;
    const int reason = errno;  // 0: it failed earlier, and the reason is lost
    fmt::print(stderr, "{}: cannot write to standard output{}{}\n", program, reason == 0 ? "" : ": ",
               reason == 0 ? "" : std::strerror(reason));
    return false;
}

}  // namespace otbench::app
