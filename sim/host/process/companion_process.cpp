#include "sim/host/process/companion_process.hpp"

#include <chrono>
#include <csignal>
#include <system_error>

#include "sim/host/process/child_setup.hpp"

namespace otbench::sim {
namespace {

constexpr std::chrono::milliseconds end_patience{1000};  // from SIGTERM to SIGKILL

}  // namespace

class CompanionProcess::Child {
public:
    explicit Child(const ChildProgram& program) : child_(start_child(program)) {}

    ~Child() {
        std::error_code ignored;
        if (!child_.running(ignored)) return;
        ::kill(-child_.id(), SIGTERM);
        if (!child_.wait_for(end_patience, ignored)) ::kill(-child_.id(), SIGKILL);
        child_.wait(ignored);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    std::optional<PeerExit> ended() {
        std::error_code ignored;
        if (child_.running(ignored)) return std::nullopt;
        return exit_of(child_.native_exit_code());
    }

private:
    boost::process::child child_;
};

CompanionProcess::CompanionProcess(const ChildProgram& program) : child_(std::make_unique<Child>(program)) {}

CompanionProcess::~CompanionProcess() = default;

std::optional<PeerExit> CompanionProcess::ended() const {
    return child_->ended();
}

}  // namespace otbench::sim
