#pragma once

#include <memory>
#include <optional>

#include "sim/host/process/child_program.hpp"

namespace otbench::sim {

/// A program that runs in real time beside the bench, with all that it starts. It dies with the bench, even when that
/// is killed.
class CompanionProcess {
public:
    /// Starts it. Throws PeerError when the program cannot be started, `std::system_error` when the machine has no more
    /// means.
    explicit CompanionProcess(const ChildProgram& program);
    /// Ends it, first by SIGTERM.
    ~CompanionProcess();
    CompanionProcess(const CompanionProcess&) = delete;
    CompanionProcess& operator=(const CompanionProcess&) = delete;

    /// How it ended; nothing while it runs.
    [[nodiscard]] std::optional<PeerExit> ended() const;

private:
    class Child;

    std::unique_ptr<Child> child_;
};

}  // namespace otbench::sim
