// The firmware model: commands a second by itself, and virtual time in wall time with devices that read meters.
// Each measurement runs in a process of its own, because SystemC elaborates only once in each.

#include <benchmark/benchmark.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/core.h>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "circuit/netlist/parameters.hpp"
#include "firmware_model/conformance/trace_player.hpp"
#include "firmware_model/otb_iot_device.hpp"
#include "meters/meter.hpp"
#include "meters/profile/profile_index.hpp"
#include "sim/bus_segment.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/mqtt/internal_broker.hpp"
#include "sim/mqtt_network.hpp"
#include "sim/test_bench.hpp"

namespace {

using namespace otbench;
using namespace std::chrono_literals;

/// The wall-clock seconds that `work` says it took, measured by itself in a child process.
double in_a_process(const std::function<double()>& work) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error{"no pipe"};
    if (fork() == 0) {
        if (freopen("/dev/null", "w", stdout) == nullptr) _exit(1);
        const double seconds = work();
        _exit(write(ends[1], &seconds, sizeof seconds) == sizeof seconds ? 0 : 1);
    }
    close(ends[1]);
    double seconds = 0.0;
    const bool complete = read(ends[0], &seconds, sizeof seconds) == sizeof seconds;
    close(ends[0]);
    wait(nullptr);
    if (!complete) throw std::runtime_error{"the measured process failed"};
    return seconds;
}

template <class Work>
double seconds_of(Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// ---- the model by itself ----

constexpr int command_count = 20'000;

void commands(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        state.SetIterationTime(in_a_process([] {
            firmware::TraceCase trace_case;
            trace_case.steps.push_back({firmware::TraceCase::PowerOn{}, 10s});
            mqtt::Publish ping;
            ping.topic = "/otb-iot/5ccf7f2ab91c";
            ping.payload = "trigger/ping";
            for (int i = 0; i < command_count; ++i)
                trace_case.steps.push_back({firmware::TraceCase::Deliver{{ping}}, 10ms});
            std::ofstream nowhere{"/dev/null"};
            return seconds_of([&] { firmware::play_trace(trace_case, nowhere); });
        }));
    }
    state.counters["commands"] = benchmark::Counter(command_count, benchmark::Counter::kIsIterationInvariantRate);
}

// ---- devices that read their meters ----

constexpr int rounds = 6;
constexpr auto pause = 4s;  // after a request and after a dump; with the second each publish takes, a round of ten
constexpr auto round = 10s;

class Fleet {
public:
    explicit Fleet(int size) : bench_(std::make_unique<sim::InternalBroker>(), 0.0, interrupted_) {
        const meters::ProfileIndex profiles{{OTBENCH_SOURCE_DIR "/meters/profiles"}};
        const auto profile = profiles.load("itron-cf-echo-2");
        if (!profile) throw std::runtime_error{"no profile"};
        for (int i = 0; i < size; ++i) add(i, *profile);
        bench_.network().on_message([](const sim::MqttMessage&, Cause) {});
        bench_.network().subscribe("#", 2);
    }

    double read_every_ten_seconds() {
        bench_.start();
        bench_.run_for(round);
        for (const char* payload : {"set/config/serial/tx/15", "set/config/serial/rx/13",
                                    "set/config/serial/speed/2400", "set/config/serial/enable"})
            publish_to_all(payload);
        return seconds_of([this] {
            for (int i = 0; i < rounds; ++i) {
                publish_to_all("trigger/serial/send/105b015c16");
                bench_.run_for(pause);
                publish_to_all("trigger/serial/buffer/dump");
                bench_.run_for(pause);
            }
        });
    }

private:
    void add(int index, const std::shared_ptr<const meters::Profile>& profile) {
        firmware::DeviceConfig config;
        config.mac = fmt::format("5ccf7f{:06x}", index);
        devices_.push_back(&bench_.add_otb_iot(fmt::format("device{}", index), config));
        auto& bus = bench_.add_bus(sim::make_bus_segment(
            fmt::format("bus{}", index), circuit::ConverterParameters{}, circuit::CableParameters{},
            std::vector<circuit::SlaveParameters>(1), bench_.log(), bench_.waves()));
        bus.attach_meter(std::make_unique<meters::Meter>(profile, fmt::format("meter{}", index), std::uint8_t{1}));
        constexpr int tx = 15, rx = 13;
        bus.attach_tx(devices_.back()->model()->pins(), tx);
        bus.attach_rx(devices_.back()->model()->pins(), rx);
    }

    void publish_to_all(const char* payload) {
        for (auto* device : devices_)
            bench_.network().publish({device->command_topic(), payload, 0, false}, Cause::none);
        bench_.run_for(1s);
    }

    std::atomic<bool> interrupted_{false};
    sim::TestBench bench_;
    std::vector<sim::DeviceUnderTest*> devices_;
};

void devices(benchmark::State& state) {
    const int size = static_cast<int>(state.range(0));
    for ([[maybe_unused]] auto _ : state) {
        // The fleet is left to the end of the process: SystemC does not like to be taken apart.
        state.SetIterationTime(in_a_process([size] { return (new Fleet{size})->read_every_ten_seconds(); }));
    }
    state.counters["virtual_per_wall"] = benchmark::Counter(rounds * std::chrono::duration<double>(round).count(),
                                                            benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(commands)->UseManualTime()->Iterations(3)->Unit(benchmark::kMillisecond);
BENCHMARK(devices)->Arg(1)->Arg(10)->Arg(100)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
