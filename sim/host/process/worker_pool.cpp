#include "sim/host/process/worker_pool.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <map>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace otbench::sim {

std::atomic<bool> interrupted{false};

namespace {

using Clock = std::chrono::steady_clock;

/// How long a worker may take to close its files after SIGINT.
constexpr auto grace = std::chrono::seconds{3};
/// How often interruptions and graces are looked at while nothing happens.
constexpr int poll_interval_ms = 100;

/// Signals closer together than this are one: some programs send them to a process and to its group.
constexpr auto one_interrupt = std::chrono::milliseconds{300};
std::atomic<Clock::rep> first_interrupt{0};

void on_interrupt(int signal) {
    const auto now = Clock::now().time_since_epoch();
    if (!interrupted.exchange(true)) {
        first_interrupt = now.count();
    } else if (now - Clock::duration{first_interrupt} > one_interrupt) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
}

/// In a worker, which gets the signal of a terminal and its parent's: it ends in order, or by its parent.
void note_interrupt(int /*signal*/) {
    interrupted = true;
}

void handle_interrupts_with(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
}

bool watches_interrupts() {
    struct sigaction action {};
    return ::sigaction(SIGINT, nullptr, &action) == 0 && action.sa_handler == on_interrupt;
}

[[noreturn]] void fail(const char* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

/// A pipe from a worker, read until the worker's end is closed.
struct Channel {
    int fd = -1;
    std::string text;

    /// True while there may be more.
    bool read_some() {
        char piece[65536];
        const ssize_t n = ::read(fd, piece, sizeof piece);
        if (n > 0) text.append(piece, static_cast<std::size_t>(n));
        if (n > 0 || (n < 0 && errno == EINTR)) return true;
        ::close(std::exchange(fd, -1));
        return false;
    }
};

struct Worker {
    pid_t pid = -1;
    Channel output, result;
    std::optional<Clock::time_point> kill_at;

    [[nodiscard]] bool finished_writing() const { return output.fd < 0 && result.fd < 0; }
};

struct Pipe {
    int read_end = -1, write_end = -1;
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
        read_end = ends[0];
        write_end = ends[1];
    }
};

[[noreturn]] void be_worker(const WorkerPool::Work& work, std::size_t index, const Pipe& result,
                            const std::optional<Pipe>& output, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    if (watches_interrupts()) handle_interrupts_with(note_interrupt);
    ::close(result.read_end);
    if (output) {
        ::dup2(output->write_end, STDOUT_FILENO);
        ::close(output->read_end);
    }
    int code = 1;
    try {
        code = work(index, result.write_end);
    } catch (const Interrupted&) {
        constexpr int interrupted_code = 130;
        code = interrupted_code;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    std::fflush(nullptr);
    ::_exit(code);
}

Worker start_worker(const WorkerPool::Work& work, std::size_t index, bool capture) {
    std::fflush(nullptr);
    const Pipe result;
    std::optional<Pipe> output;
    if (capture) output.emplace();
    const pid_t parent = ::getpid();
    Worker worker;
    worker.pid = ::fork();
    if (worker.pid < 0) fail("fork");
    if (worker.pid == 0) be_worker(work, index, result, output, parent);
    ::close(result.write_end);
    worker.result.fd = result.read_end;
    if (output) {
        ::close(output->write_end);
        worker.output.fd = output->read_end;
    }
    return worker;
}

WorkerOutcome reap(Worker& worker) {
    int status = 0;
    while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
    }
    WorkerOutcome outcome;
    outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    outcome.exit_code = outcome.signal ? 128 + outcome.signal : WEXITSTATUS(status);
    outcome.output = std::move(worker.output.text);
    outcome.result = std::move(worker.result.text);
    return outcome;
}

using Workers = std::map<std::size_t, Worker>;
using Outcomes = std::map<std::size_t, WorkerOutcome>;

/// Reads what the workers wrote, waiting at most a poll interval for something to come.
void read_from(Workers& workers) {
    std::vector<pollfd> descriptors;
    std::vector<Channel*> channels;
    for (auto& [index, worker] : workers)
        for (Channel* channel : {&worker.output, &worker.result})
            if (channel->fd >= 0) {
                descriptors.push_back({channel->fd, POLLIN, 0});
                channels.push_back(channel);
            }
    if (::poll(descriptors.data(), descriptors.size(), poll_interval_ms) <= 0) return;
    for (std::size_t i = 0; i < descriptors.size(); ++i)
        if (descriptors[i].revents != 0) channels[i]->read_some();
}

void pass_on_interrupt(Workers& workers) {
    for (auto& [index, worker] : workers) {
        if (!worker.kill_at) {
            ::kill(worker.pid, SIGINT);
            worker.kill_at = Clock::now() + grace;
        } else if (Clock::now() >= *worker.kill_at) {
            ::kill(worker.pid, SIGKILL);
        }
    }
}

void reap_finished(Workers& running, Outcomes& finished) {
    for (auto it = running.begin(); it != running.end();) {
        if (!it->second.finished_writing()) {
            ++it;
            continue;
        }
        finished.emplace(it->first, reap(it->second));
        it = running.erase(it);
    }
}

/// How a pool lets its workers run.
struct Conduct {
    std::size_t processes;
    bool capture;
    std::function<bool()> is_stopped;  ///< no worker is started any more
    std::function<bool()> is_ending;   ///< nor may those that run go on
};

/// `WorkerPool::run` with the workers in `running`, where an exception leaves those that still run.
void run_among(Workers& running, const Conduct& conduct, std::size_t count, const WorkerPool::Work& work,
               const WorkerPool::Done& done) {
    Outcomes finished;
    std::size_t next_start = 0, next_report = 0;
    while (next_report < count) {
        while (next_start < count && running.size() < conduct.processes && !conduct.is_stopped() &&
               !conduct.is_ending()) {
            running.emplace(next_start, start_worker(work, next_start, conduct.capture));
            ++next_start;
        }
        if (running.empty()) break;  // ended before all were started
        read_from(running);
        if (conduct.is_ending()) pass_on_interrupt(running);
        reap_finished(running, finished);
        for (auto it = finished.find(next_report); it != finished.end(); it = finished.find(++next_report)) {
            done(it->first, std::move(it->second));
            finished.erase(it);
        }
    }
}

}  // namespace

void watch_interrupts() {
    handle_interrupts_with(on_interrupt);
}

bool WorkerPool::is_ending() {
    if (limit_ && Clock::now() >= *limit_) reached_limit_ = true;
    return interrupted || reached_limit_;
}

void WorkerPool::run(std::size_t count, const Work& work, const Done& done) {
    Workers running;
    try {
        run_among(running, {processes_, capture_, [this] { return stopped_; }, [this] { return is_ending(); }}, count,
                  work, done);
    } catch (...) {
        for (Outcomes unread; !running.empty(); reap_finished(running, unread)) {
            pass_on_interrupt(running);
            read_from(running);
        }
        throw;
    }
}

void write_all(int fd, const std::string& text) {
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t n = ::write(fd, text.data() + written, text.size() - written);
        if (n < 0 && errno != EINTR) fail("write");
        if (n > 0) written += static_cast<std::size_t>(n);
    }
}

}  // namespace otbench::sim
