// Runs one stage of the codec ROUNDS times over the recorded telegrams: what codec_instructions counts instructions of.
// Prints the number of telegrams in a round.
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "benchmarks/codec_loops.hpp"

int main(int argc, char* argv[]) {
    using namespace otbench;
    int rounds = 0;
    if (argc == 3) std::from_chars(argv[2], argv[2] + std::strlen(argv[2]), rounds);
    for (const auto& loop : benchmarks::codec_loops()) {
        if (rounds <= 0 || loop.name != argv[1]) continue;
        const auto samples = benchmarks::recorded_samples();
        TextBuffer out;
        volatile std::size_t sum = 0;
        for (int round = 0; round < rounds; ++round)
            for (const auto& sample : samples) sum = sum + loop.run(sample, out);
        std::printf("%zu\n", samples.size());
        return 0;
    }
    std::fprintf(stderr, "usage: codec_loop STAGE ROUNDS; the stages are");
    for (const auto& loop : benchmarks::codec_loops())
        std::fprintf(stderr, " %.*s", static_cast<int>(loop.name.size()), loop.name.data());
    std::fprintf(stderr, "\n");
    return 2;
}
