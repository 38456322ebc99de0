// Emulated meters in real time, as a client on a pty sees them: how late the first octet of an answer comes, how evenly
// the others follow, and what an idle emulation costs.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/io.hpp>
#include <boost/process/pipe.hpp>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "bus/frame/frame.hpp"
#include "bus/uart/uart_line.hpp"
#include "tests/support/program.hpp"

namespace {

using namespace otbench;
using namespace std::chrono_literals;
namespace bp = boost::process;
using Clock = std::chrono::steady_clock;

constexpr bus::UartFormat line{};
constexpr Nanoseconds response_delay = 40ms;  // of the profile
constexpr std::size_t answer_octets = 83;     // of its telegram

/// `otbench emulate` with one kind of meter on a pty.
class Emulation {
public:
    explicit Emulation(const std::string& meters)
        : child_(tests::built_program("otbench"), bp::args({"emulate", meters, "--on", "pty:" + path()}),
                 bp::std_out > out_, bp::std_err > bp::null) {
        std::string text;
        while (std::getline(out_, text) && text != "ready") {
        }
    }
    ~Emulation() {
        ::kill(child_.id(), SIGTERM);
        child_.wait();
    }
    [[nodiscard]] std::string path() const { return folder_ / "meter"; }

    /// Processor time that it has used: fields 14 and 15 of /proc/PID/stat, counted behind the name's parenthesis.
    [[nodiscard]] double cpu_seconds() const {
        std::ifstream file{"/proc/" + std::to_string(child_.id()) + "/stat"};
        std::string text;
        std::getline(file, text, ')');
        for (int field = 3; field < 14; ++field) file >> text;
        double user = 0, system = 0;
        file >> user >> system;
        return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
    }

private:
    tests::TemporaryFolder folder_;
    bp::ipstream out_;
    bp::child child_;
};

/// Asks over a pty and remembers when which octet came.
class Client {
public:
    explicit Client(const std::string& path) : file_(::open(path.c_str(), O_RDWR | O_NOCTTY)) {}
    ~Client() { ::close(file_); }

    /// When each octet of the answer came, counted from the question.
    std::vector<Nanoseconds> ask(const OctetBuffer& request, std::size_t octets) {
        const auto asked = Clock::now();
        std::vector<Nanoseconds> came;
        if (::write(file_, request.data(), request.size()) != static_cast<ssize_t>(request.size())) return came;
        pollfd wanted{file_, POLLIN, 0};
        while (came.size() < octets && ::poll(&wanted, 1, 2000) > 0) {
            std::uint8_t octet = 0;
            if (::read(file_, &octet, 1) != 1) break;
            came.push_back(Clock::now() - asked);
        }
        return came;
    }

private:
    int file_;
};

double milliseconds(Nanoseconds t) {
    return std::chrono::duration<double, std::milli>(t).count();
}

/// Median, 99th percentile and most of `times` as counters of that name.
void report(benchmark::State& state, const std::string& name, std::vector<Nanoseconds> times) {
    if (times.empty()) return;
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return milliseconds(
            times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))]);
    };
    state.counters[name + " median ms"] = at(0.5);
    state.counters[name + " 99% ms"] = at(0.99);
    state.counters[name + " most ms"] = at(1.0);
}

/// Against a wire on which the request begins at once. Jitter: how far the time between two octets is from a character.
void answers_of_a_meter(benchmark::State& state) {
    const Emulation emulation{"itron-cf-echo-2@1"};
    Client client{emulation.path()};
    const Nanoseconds character = line.bit_start(line.bits());
    std::vector<Nanoseconds> first, jitter;
    bool toggle = false;
    for (auto _ : state) {
        toggle = !toggle;
        const auto came = client.ask(bus::short_frame(toggle ? 0x7B : 0x5B, 1), answer_octets);
        if (came.size() != answer_octets) {
            state.SkipWithError("the meter did not answer");
            return;
        }
        first.push_back(came[0] - (6 * character + response_delay));
        for (std::size_t i = 1; i < came.size(); ++i) {
            const Nanoseconds error = came[i] - came[i - 1] - character;
            jitter.push_back(std::max(error, -error));
        }
        std::this_thread::sleep_for(50ms);
    }
    report(state, "first octet late", first);
    report(state, "jitter", jitter);
}
BENCHMARK(answers_of_a_meter)->Iterations(100)->Unit(benchmark::kMillisecond);

void idle_emulation_of_100_meters(benchmark::State& state) {
    const Emulation emulation{"itron-cf-echo-2,count=100"};
    const double before = emulation.cpu_seconds();
    double seconds = 0;
    for (auto _ : state) {
        std::this_thread::sleep_for(10s);
        seconds += 10;
    }
    state.counters["% of a core"] = 100 * (emulation.cpu_seconds() - before) / seconds;
}
BENCHMARK(idle_emulation_of_100_meters)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
