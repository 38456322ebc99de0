#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "sim/host/process/child_program.hpp"
#include "sim/protocol/odp.hpp"

namespace otbench::sim {

/// How long a peer may take, in time of the machine; virtual time stands still meanwhile.
struct PeerPatience {
    std::chrono::milliseconds hello{10'000};     ///< from its start to HELLO_OK
    std::chrono::milliseconds cpu_time{10'000};  ///< of the peer, within one message
    std::chrono::milliseconds wall_time{60'000};
};

/// A child process at the other end of a socket pair, which it finds in OTBENCH_ODP_FD. It dies with the bench, even
/// when that is killed.
class PeerProcess {
public:
    /// Throws PeerError when the program cannot be started, `std::system_error` when the machine has no more means.
    PeerProcess(const ChildProgram& program, PeerPatience patience);
    ~PeerProcess();
    PeerProcess(const PeerProcess&) = delete;
    PeerProcess& operator=(const PeerProcess&) = delete;

    void send(const std::vector<std::uint8_t>& frame);
    /// The next frame; nothing when the process closed its end, so that `wait` says how it ended. Throws PeerError for
    /// a frame that cannot be and when the process exceeds its patience, which ends it.
    std::optional<odp::Frame> receive();
    /// Ends the process and throws PeerError: it broke the protocol in the way that `why` says.
    [[noreturn]] void fail_protocol(const std::string& why);
    /// The functions in which the process is, innermost first: "; it is in a < b < main", as gdb finds them. Its whole
    /// backtrace goes to the log. Empty where gdb is not installed or may not look.
    [[nodiscard]] std::string where();
    /// Waits for the end of a process that closed its end, and kills one that does not end within a second.
    PeerExit wait();

private:
    class Child;

    /// Since when the process has said nothing.
    struct Silence {
        std::chrono::steady_clock::time_point begin;
        Nanoseconds cpu_time;  ///< what it had used then
    };

    /// Ends the process and throws when its patience is over.
    void check_patience(const Silence& silence);

    const PeerPatience patience_;
    const std::string log_file_;
    std::unique_ptr<Child> child_;
    odp::FrameReader reader_;
    bool greeted_ = false;
    std::string last_message_ = "nothing";
};

}  // namespace otbench::sim
