#include "sim/host/process/child_setup.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/process/search_path.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "sim/host/process/worker_pool.hpp"

namespace otbench::sim {

void Descriptor::reset() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void fail_by_errno(const char* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

int open_log(const std::string& file) {
    const char* path = file.empty() ? "/dev/null" : file.c_str();
    const int descriptor = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor < 0) fail_by_errno(path);
    return descriptor;
}

boost::filesystem::path find_program(const std::string& name) {
    if (name.find('/') == std::string::npos) {
        const auto found = boost::process::search_path(name);
        if (!found.empty()) return found;
    } else if (::access(name.c_str(), X_OK) == 0) {
        return name;
    }
    throw PeerError{fmt::format("cannot start '{}': not an executable program", name)};
}

void live_with(pid_t bench) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != bench) ::_exit(EXIT_FAILURE);  // it died before the line above
}

bool ends_within(pid_t child, std::chrono::milliseconds limit) {
    constexpr int poll_interval_ms = 100;  // how often an interruption is looked for
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    if (handle < 0) fail_by_errno("pidfd_open");
    pollfd wanted{handle, POLLIN, 0};
    const auto deadline = std::chrono::steady_clock::now() + limit;
    int ready = 0;
    while (ready <= 0 && !interrupted && std::chrono::steady_clock::now() < deadline)
        ready = ::poll(&wanted, 1, poll_interval_ms);
    ::close(handle);
    return ready > 0;
}

PeerExit exit_of(int status) {
    if (WIFSIGNALED(status)) return {0, WTERMSIG(status)};
    return {WEXITSTATUS(status), 0};
}

}  // namespace otbench::sim
