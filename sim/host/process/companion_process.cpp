#include "sim/host/process/companion_process.hpp"

#include <unistd.h>

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/handles.hpp>
#include <boost/process/io.hpp>
#include <boost/process/posix.hpp>
#include <csignal>
#include <system_error>

#include "sim/host/process/child_setup.hpp"

namespace otbench::sim {
namespace {

namespace process = boost::process;

constexpr std::chrono::milliseconds end_patience{1000};  // from SIGTERM to SIGKILL

}  // namespace

class CompanionProcess::Child {
public:
    explicit Child(const Settings& settings) {
        const Descriptor log{open_log(settings.log_file)};
        process::environment environment = boost::this_process::environment();
        for (const auto& [name, value] : settings.environment) environment[name] = value;
        const auto bench = ::getpid();
        child_ = process::child{
            find_program(settings.command.front()),
            process::args(std::vector<std::string>{settings.command.begin() + 1, settings.command.end()}),
            environment,
            process::std_in < process::null,
            process::posix::fd.bind(STDOUT_FILENO, log.get()),
            process::posix::fd.bind(STDERR_FILENO, log.get()),
            process::limit_handles,
            process::extend::on_exec_setup = [bench](auto&) { live_with(bench); }};
    }

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
    process::child child_;
};

CompanionProcess::CompanionProcess(const Settings& settings) : child_(std::make_unique<Child>(settings)) {}

CompanionProcess::~CompanionProcess() = default;

std::optional<PeerExit> CompanionProcess::ended() const {
    return child_->ended();
}

}  // namespace otbench::sim
