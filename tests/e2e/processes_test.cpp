// However a run ends, no process and no temporary file of it stays behind.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/io.hpp>
#include <boost/process/pipe.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

namespace bp = boost::process;
namespace fs = std::filesystem;

/// A process to wait for, whatever its parent. Must be created while the process runs.
class Watched {
public:
    explicit Watched(pid_t pid) : fd_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))) {}
    Watched(Watched&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Watched& operator=(Watched&&) = delete;
    ~Watched() {
        if (fd_ >= 0) ::close(fd_);
    }

    /// True when the process has ended, at the latest ten seconds from now.
    [[nodiscard]] bool ends() const {
        pollfd descriptor{fd_, POLLIN, 0};
        return ::poll(&descriptor, 1, 10'000) == 1;
    }

private:
    int fd_;
};

/// Parent and name of a process, from the kernel.
struct ProcessInfo {
    pid_t parent = 0;
    std::string name;
};

ProcessInfo info(const fs::path& folder) {
    std::ifstream file{folder / "stat"};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto open = text.find('('), close = text.rfind(')');
    if (open == std::string::npos || close == std::string::npos) return {};
    return {static_cast<pid_t>(std::stol(text.substr(close + 4))), text.substr(open + 1, close - open - 1)};
}

/// The children of `parent`, by name.
std::map<std::string, pid_t> children(pid_t parent) {
    std::map<std::string, pid_t> found;
    for (const auto& entry : fs::directory_iterator{"/proc"}) {
        const std::string name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        const ProcessInfo process = info(entry.path());
        if (process.parent == parent) found[process.name] = static_cast<pid_t>(std::stol(name));
    }
    return found;
}

/// A run that waits in real time after its first step, with a temporary folder of its own, until it is ended.
class WaitingRun {
public:
    /// `command` is what the first step publishes to `device` and `answer` what it expects.
    WaitingRun(const std::string& device, const std::string& command, const std::string& answer) {
        fs::create_directory(folder_ / "tmp");
        write_file(folder_ / "scenario.yaml", "name: waits\nversion: 1\npace: x1\ndevices:\n  boiler: " + device +
                                                  "\nsteps:\n  - publish: " + command + "\n    expect: " + answer +
                                                  "\n  - wait: 9min\n");
        bp::environment environment = boost::this_process::environment();
        environment["TMPDIR"] = folder_ / "tmp";
        runner_ = bp::child{built_program("otbench"), "run",       folder_ / "scenario.yaml", "--out",
                            folder_ / "out",          environment, bp::std_out > story_,      bp::std_err > bp::null};
        // The first step's line shows that everything is running.
        for (std::string line; std::getline(story_, line);)
            if (line.find(command) != std::string::npos) break;
        worker_ = children(runner_.id()).at("otbench");
    }
    ~WaitingRun() {
        std::error_code ignored;
        if (runner_.running(ignored)) runner_.terminate(ignored);
    }
    WaitingRun(const WaitingRun&) = delete;
    WaitingRun& operator=(const WaitingRun&) = delete;

    bp::child& runner() { return runner_; }
    [[nodiscard]] pid_t worker() const { return worker_; }
    [[nodiscard]] std::string out() const { return folder_ / "out"; }
    [[nodiscard]] bool temporary_folder_is_empty() const { return fs::is_empty(folder_ / "tmp"); }

private:
    const TemporaryFolder folder_;
    bp::ipstream story_;
    bp::child runner_;
    pid_t worker_ = 0;
};

class LongRun : public testing::Test {
protected:
    WaitingRun run_{"{model: otb-iot, mac: 5c:cf:7f:0b:58:3b}", "trigger/ping", "ok:pong"};
    const Watched worker_{run_.worker()};
    const pid_t broker_pid_ = children(run_.worker()).at("mosquitto");
    const Watched broker_{broker_pid_};
};

TEST_F(LongRun, kill_9_of_the_runner_takes_worker_and_mosquitto_with_it) {
    ::kill(run_.runner().id(), SIGKILL);
    EXPECT_TRUE(worker_.ends());
    EXPECT_TRUE(broker_.ends());
    EXPECT_TRUE(run_.temporary_folder_is_empty());
}

TEST_F(LongRun, kill_9_of_the_worker_takes_mosquitto_with_it_and_is_reported) {
    ::kill(run_.worker(), SIGKILL);
    EXPECT_TRUE(broker_.ends());
    run_.runner().wait();
    EXPECT_EQ(run_.runner().exit_code(), 3);
    EXPECT_THAT(read_file(run_.out() + "/summary.json"), testing::HasSubstr("ended by signal 9"));
    EXPECT_TRUE(run_.temporary_folder_is_empty());
}

TEST_F(LongRun, an_interrupted_run_exits_with_130_closes_its_reports_and_leaves_nothing) {
    ::kill(run_.runner().id(), SIGINT);
    run_.runner().wait();
    EXPECT_EQ(run_.runner().exit_code(), 130);
    EXPECT_TRUE(worker_.ends());
    EXPECT_TRUE(broker_.ends());
    EXPECT_TRUE(run_.temporary_folder_is_empty());
    EXPECT_THAT(read_file(run_.out() + "/summary.json"), testing::HasSubstr("\"verdict\": \"interrupted\""));
    EXPECT_FALSE(read_events(run_.out()).empty());
}

TEST_F(LongRun, the_end_of_mosquitto_is_reported_and_ends_the_run) {
    ::kill(broker_pid_, SIGKILL);
    EXPECT_TRUE(worker_.ends());
    run_.runner().wait();
    EXPECT_EQ(run_.runner().exit_code(), 3);
}

TEST(FirmwareProcess, ends_with_a_bench_that_is_killed_each_time) {
    constexpr int times = 10;
    for (int time = 0; time < times; ++time) {
        WaitingRun run{"{model: process, mac: 5c:cf:7f:0b:58:3b, command: " + built_program("sample_gateway") + "}",
                       "trigger/serial/buffer/dump", "ok:xx"};
        const Watched firmware{children(run.worker()).at("sample_gateway")};
        ::kill(run.runner().id(), SIGKILL);
        ASSERT_TRUE(firmware.ends()) << "time " << time;
    }
}

}  // namespace
}  // namespace otbench::tests
