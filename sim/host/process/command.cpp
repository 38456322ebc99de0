#include "sim/host/process/command.hpp"

#include <fmt/core.h>
#include <sys/types.h>

#include <csignal>
#include <system_error>

#include "sim/host/process/child_setup.hpp"
#include "sim/host/process/memory_file.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::sim {

CommandResult run_command(const std::vector<std::string>& command, std::chrono::milliseconds patience) {
    const MemoryFile output{"otbench-command"};
    boost::process::child child = start_child({command, {}, output.path()});
    const bool ended = ends_within(child.id(), patience);
    if (!ended) ::kill(-child.id(), SIGKILL);
    std::error_code error;
    child.wait(error);
    if (interrupted) throw Interrupted{};
    if (!ended)
        throw PeerError{fmt::format("'{}' did not end within {:g} s of real time", command.front(),
                                    std::chrono::duration<double>(patience).count())};
    CommandResult result{exit_of(child.native_exit_code()), output.content()};
    if (result.output.size() > longest_command_output) result.output.resize(longest_command_output);
    return result;
}

}  // namespace otbench::sim
