#pragma once

#include <sys/types.h>

#include <boost/filesystem/path.hpp>
#include <string>

#include "sim/host/process/peer_process.hpp"

/// What the bench's child processes have in common.
namespace otbench::sim {

/// A descriptor that is closed in the end.
class Descriptor {
public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
    ~Descriptor() { reset(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return descriptor_; }
    void reset();

private:
    int descriptor_;
};

/// Throws `std::system_error` with errno.
[[noreturn]] void fail_by_errno(const char* what);

/// A file for what a child prints, to be appended to; a place where it is dropped when `file` is empty. Throws
/// `std::system_error`.
int open_log(const std::string& file);

/// A path, or a name that is searched in PATH. Throws PeerError when it is not an executable program.
boost::filesystem::path find_program(const std::string& name);

/// In the child between fork and exec: a process group of its own, because Ctrl-C is for the bench, which ends its
/// children itself; and an end together with `bench`.
void live_with(pid_t bench);

/// What `wait` reports.
PeerExit exit_of(int status);

}  // namespace otbench::sim
