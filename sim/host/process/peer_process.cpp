#include "sim/host/process/peer_process.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fstream>
#include <regex>
#include <sstream>
#include <system_error>
#include <utility>

#include "sim/host/process/child_setup.hpp"
#include "sim/host/process/command.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::sim {
namespace {

namespace process = boost::process;

constexpr int peer_descriptor = 3;                        // where the process finds its end of the pair
constexpr timeval look_every{0, 100'000};                 // at the process' CPU time, while it is silent
constexpr std::chrono::milliseconds exit_patience{1000};  // from the end of the conversation to the end of the process

std::array<int, 2> socket_pair() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) fail_by_errno("socketpair");
    return ends;
}

ChildProgram with_descriptor(ChildProgram program) {
    program.environment.emplace("OTBENCH_ODP_FD", std::to_string(peer_descriptor));
    return program;
}

}  // namespace

class PeerProcess::Child {
public:
    explicit Child(const ChildProgram& program) : Child(program, socket_pair()) {}
    ~Child() {
        socket_.reset();
        end();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] int socket() const { return socket_.get(); }
    [[nodiscard]] int id() const { return child_.id(); }

    [[nodiscard]] Nanoseconds cpu_time() const {
        clockid_t clock{};
        timespec time{};
        if (::clock_getcpuclockid(child_.id(), &clock) != 0 || ::clock_gettime(clock, &time) != 0) return {};
        return std::chrono::seconds{time.tv_sec} + Nanoseconds{time.tv_nsec};
    }

    void kill() {
        std::error_code ignored;
        if (child_.running(ignored)) ::kill(-child_.id(), SIGKILL);
    }

    PeerExit end() {
        std::error_code ignored;
        if (child_.running(ignored) && !ends_within(child_.id(), exit_patience)) kill();
        child_.wait(ignored);
        return exit_of(child_.native_exit_code());
    }

private:
    Child(const ChildProgram& program, std::array<int, 2> ends) : socket_(ends[0]) {
        if (::setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &look_every, sizeof look_every) != 0)
            fail_by_errno("SO_RCVTIMEO");
        const Descriptor peer_end{ends[1]};
        child_ = start_child(
            with_descriptor(program), process::posix::fd.bind(peer_descriptor, peer_end.get()),
            process::extend::on_exec_setup = [](auto&) {
                ::fcntl(peer_descriptor, F_SETFD, 0);  // open, even if it was this one already
            });
    }

    Descriptor socket_;
    process::child child_;
};

PeerProcess::PeerProcess(const ChildProgram& program, PeerPatience patience)
    : patience_(patience), log_file_(program.log_file), child_(std::make_unique<Child>(program)) {}

PeerProcess::~PeerProcess() = default;

void PeerProcess::send(const std::vector<std::uint8_t>& frame) {
    std::size_t sent = 0;
    while (sent < frame.size()) {
        const auto count = ::send(child_->socket(), frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return;  // it has gone; `receive` finds out
        sent += static_cast<std::size_t>(count);
    }
}

void PeerProcess::check_patience(const Silence& silence) {
    const auto wall_limit = greeted_ ? patience_.wall_time : std::min(patience_.hello, patience_.wall_time);
    const bool hangs = child_->cpu_time() - silence.cpu_time > patience_.cpu_time ||
                       std::chrono::steady_clock::now() - silence.begin > wall_limit;
    if (!hangs && !interrupted) return;
    const std::string place = greeted_ && !interrupted ? where() : std::string{};
    child_->kill();
    if (interrupted) throw PeerError{"interrupted"};
    if (!greeted_) throw PeerError{"no HELLO_OK: the program does not speak the device protocol"};
    constexpr double per_second = 1000.0;
    throw PeerError{fmt::format("hang: no message within {} s of CPU time or {} s; the last one was {}{}",
                                static_cast<double>(patience_.cpu_time.count()) / per_second,
                                static_cast<double>(wall_limit.count()) / per_second, last_message_, place)};
}

std::optional<odp::Frame> PeerProcess::receive() {
    std::optional<Silence> silence;
    for (;;) {
        auto frame = reader_.next();
        if (!frame) fail_protocol(frame.error().message);
        if (*frame) {
            greeted_ = true;
            last_message_ = odp::type_name((*frame)->type);
            return std::move(*frame);
        }
        std::array<std::uint8_t, 4096> octets;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by recv
        const auto count = ::recv(child_->socket(), octets.data(), octets.size(), 0);
        if (count > 0) {
            reader_.feed({octets.data(), static_cast<std::size_t>(count)});
        } else if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!silence) silence = Silence{std::chrono::steady_clock::now(), child_->cpu_time()};
            check_patience(*silence);
        } else {
            return std::nullopt;
        }
    }
}

std::string PeerProcess::where() {
    constexpr std::chrono::seconds gdb_patience{20};
    std::string frames;
    try {
        frames = run_command({"gdb", "-q", "-nx", "-batch", "-p", std::to_string(child_->id()), "-ex", "backtrace 16"},
                             gdb_patience)
                     .output;
    } catch (const PeerError&) {
        return {};  // not installed, or too slow
    }
    std::ofstream log{log_file_, std::ios::app};
    std::string names;
    std::istringstream lines{frames};
    for (std::string line; std::getline(lines, line);) {
        // "#1  0x0804a1f3 in work (count=3) at main.c:17", without an address in the innermost frame
        std::smatch found;
        static const std::regex frame{R"(^#\d+ +(?:0x[0-9a-f]+ in )?([A-Za-z_]\w*) \(.*)"};
        if (!std::regex_match(line, found, frame)) continue;
        log << line << '\n';
        names += (names.empty() ? "; it is in " : " < ") + found[1].str();
    }
    return names;
}

void PeerProcess::fail_protocol(const std::string& why) {
    child_->kill();
    throw PeerError{fmt::format("protocol: {}", why)};
}

PeerExit PeerProcess::wait() {
    return child_->end();
}

}  // namespace otbench::sim
