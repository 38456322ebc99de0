// Telegrams a second through each stage of the codec, over recorded telegrams of real meters.
#include <benchmark/benchmark.h>

#include <string>

#include "benchmarks/codec_loops.hpp"

namespace {

using namespace otbench;

void run_loop(benchmark::State& state, const benchmarks::CodecLoop& loop,
              const std::vector<benchmarks::Sample>& samples) {
    TextBuffer out;
    for (auto _ : state)
        for (const auto& sample : samples) benchmark::DoNotOptimize(loop.run(sample, out));
    const auto frames = static_cast<double>(samples.size());
    state.counters["frames/s"] = benchmark::Counter{frames, benchmark::Counter::kIsIterationInvariantRate};
}

}  // namespace

int main(int argc, char* argv[]) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    const auto samples = benchmarks::recorded_samples();
    benchmark::AddCustomContext("telegrams", std::to_string(samples.size()));
    for (const auto& loop : benchmarks::codec_loops())
        benchmark::RegisterBenchmark(std::string{loop.name}.c_str(), run_loop, loop, samples)
            ->Unit(benchmark::kMicrosecond);
    benchmark::RunSpecifiedBenchmarks();
}
