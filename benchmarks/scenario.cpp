// Whole runs of the built program, from the start of the process to its end. `virtual_per_wall` is how many seconds of
// virtual time pass in a second of wall-clock time, start of the processes included.

#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace {

using otbench::tests::TemporaryFolder;

/// Runs a scenario file to its end and returns the virtual seconds it took. `device`: "NAME=PROGRAM", or nothing.
double run(const std::string& file, const std::string& broker, const std::string& device = "") {
    const TemporaryFolder folder;
    std::vector<std::string> arguments{"run", file, "--broker", broker, "--out", folder.path()};
    if (!device.empty()) arguments.insert(arguments.end(), {"--device", device});
    const auto result = otbench::tests::run_program(otbench::tests::built_program("otbench"), arguments);
    if (result.exit_code != 0) throw std::runtime_error{result.out + result.err};
    const auto summary = nlohmann::json::parse(otbench::tests::read_file(folder / "summary.json"));
    return summary.at("results")[0].at("virtual_s");
}

void run_repeatedly(benchmark::State& state, const std::string& file, const std::string& broker,
                    const std::string& device = "") {
    double virtual_s = 0.0;
    for ([[maybe_unused]] auto _ : state) virtual_s += run(file, broker, device);
    state.counters["virtual_per_wall"] = benchmark::Counter(virtual_s, benchmark::Counter::kIsRate);
}

const std::string header = R"(
name: benchmark
version: 1
time-limit: 24h
devices:
  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}
bus:
  converter: {supply: 36 V, tx: boiler.gpio15, rx: boiler.gpio13}
  cable: {length: 20 m}
  meters:
    heat: {profile: itron-cf-echo-2, address: 1}
steps:
  - {publish: set/config/serial/tx/15, expect: ok}
  - {publish: set/config/serial/rx/13, expect: ok}
  - {publish: set/config/serial/speed/2400, expect: ok}
  - {publish: set/config/serial/enable, expect: ok}
)";

void main_scenario(benchmark::State& state, const std::string& broker) {
    run_repeatedly(state, otbench::tests::source_file("scenarios/library/cf_echo_2_read.yaml"), broker);
}

std::string sample_gateway() {
    return "boiler=" + otbench::tests::built_program("sample_gateway");
}

std::string served_model() {
    return "boiler=" + otbench::tests::built_program("otbench") + " firmware serve";
}

void main_scenario_in_a_process(benchmark::State& state) {
    run_repeatedly(state, otbench::tests::source_file("scenarios/library/cf_echo_2_read.yaml"), "internal",
                   sample_gateway());
}

/// `round_trip` is from a question of a firmware's process to the bench's answer and the next question.
void hundred_thousand_questions(benchmark::State& state) {
    constexpr int questions = 100'000;
    const TemporaryFolder folder;
    otbench::tests::write_file(folder / "asking.yaml",
                               "name: asking\nversion: 1\ndevices:\n  boiler: {model: process, mac: 5c:cf:7f:0b:58:3b, "
                               "look-ahead: 0ns, command: " +
                                   otbench::tests::built_program("asking_peer") + "}\nsteps:\n  - wait: 1s\n");
    run_repeatedly(state, folder / "asking.yaml", "internal");
    state.counters["round_trip"] =
        benchmark::Counter(questions, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void idle_hour_in_a_process(benchmark::State& state) {
    const TemporaryFolder folder;
    otbench::tests::write_file(folder / "idle.yaml", header + "  - wait: 1h\n");
    run_repeatedly(state, folder / "idle.yaml", "internal", sample_gateway());
}

void twelve_idle_hours(benchmark::State& state) {
    const TemporaryFolder folder;
    otbench::tests::write_file(folder / "idle.yaml", header + "  - wait: 12h\n");
    run_repeatedly(state, folder / "idle.yaml", "internal");
}

/// 1,000 characters at 2400 baud, received bit by bit: thirteen answers of 83 bytes.
void thousand_characters(benchmark::State& state, const std::string& device) {
    std::string steps;
    for (int i = 0; i < 13; ++i)
        steps +=
            "  - {publish: trigger/serial/send/105b015c16, expect: ok}\n"
            "  - {wait: {until: bus idle for 45ms}}\n";
    const TemporaryFolder folder;
    otbench::tests::write_file(folder / "characters.yaml", header + steps);
    run_repeatedly(state, folder / "characters.yaml", "internal", device);
}

/// A bus that is busy for most of the time: each reading is 31 ms of request and 380 ms of answer.
void hundred_readings(benchmark::State& state) {
    std::string steps;
    for (int i = 0; i < 100; ++i)
        steps +=
            "  - {publish: trigger/serial/send/105b015c16, expect: ok}\n"
            "  - {wait: {until: bus idle for 45ms}}\n"
            "  - {publish: trigger/serial/buffer/clear, expect: ok}\n";
    const TemporaryFolder folder;
    otbench::tests::write_file(folder / "busy.yaml", header + steps);
    run_repeatedly(state, folder / "busy.yaml", "internal");
}

BENCHMARK_CAPTURE(main_scenario, mosquitto, "mosquitto")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(main_scenario, internal, "internal")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(main_scenario_in_a_process)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(hundred_thousand_questions)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(idle_hour_in_a_process)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(thousand_characters, model, "")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(thousand_characters, process, sample_gateway())->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(thousand_characters, served_model, served_model())->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(twelve_idle_hours)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(hundred_readings)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
