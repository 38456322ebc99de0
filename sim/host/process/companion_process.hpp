#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/host/process/peer_process.hpp"

namespace otbench::sim {

/// A program that runs in real time beside the bench, with all that it starts. It dies with the bench, even when that
/// is killed.
class CompanionProcess {
public:
    struct Settings {
        std::vector<std::string> command;                ///< program (searched in PATH) and arguments
        std::map<std::string, std::string> environment;  ///< beside the bench's own
        std::string log_file;                            ///< what it prints is appended; empty: dropped
    };

    /// Starts it. Throws PeerError when the program cannot be started, `std::system_error` when the machine has no more
    /// means.
    explicit CompanionProcess(const Settings& settings);
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
