#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <boost/filesystem/path.hpp>
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/handles.hpp>
#include <boost/process/io.hpp>
#include <boost/process/posix.hpp>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "sim/host/process/child_program.hpp"

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

/// Starts `program` with the bench's life span, nothing on its standard input, what it prints in its log, and no other
/// descriptors than those that `more` binds: properties of Boost.Process, which come before those that are closed.
/// Throws PeerError when the program cannot be started, `std::system_error` when the machine has no more means.
template <class... Properties>
boost::process::child start_child(const ChildProgram& program, Properties&&... more) {
    namespace process = boost::process;
    const Descriptor log{open_log(program.log_file)};
    const Descriptor errors{open_log(program.error_file.empty() ? program.log_file : program.error_file)};
    process::environment environment = boost::this_process::environment();
    for (const auto& [name, value] : program.environment) environment[name] = value;
    const auto bench = ::getpid();
    return process::child{find_program(program.command.front()),
                          process::args(std::vector<std::string>{program.command.begin() + 1, program.command.end()}),
                          environment,
                          process::std_in < process::null,
                          process::posix::fd.bind(STDOUT_FILENO, log.get()),
                          process::posix::fd.bind(STDERR_FILENO, errors.get()),
                          std::forward<Properties>(more)...,
                          process::limit_handles,
                          process::extend::on_exec_setup = [bench](auto&) { live_with(bench); }};
}

/// Whether a child has ended, or does so in time and before an interruption (worker_pool.hpp). Throws
/// `std::system_error`. (Boost's `wait_for` sleeps on when it ended before.)
bool ends_within(pid_t child, std::chrono::milliseconds limit);

/// What `wait` reports.
PeerExit exit_of(int status);

}  // namespace otbench::sim
