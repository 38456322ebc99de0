// A summary.json of an earlier run, as `otbench merge`, `--times` and `--last-failed` read it.
#include "runner/report/summary.hpp"

#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto summary = runner::read_summary(fuzz::text_of(data, size));
    if (!summary) {
        fuzz::require(!summary.error().message.empty(), "a summary that cannot be used has a reason");
        return 0;
    }
    const auto& shard = summary->shard;
    fuzz::require(!shard || (shard->index >= 1 && shard->index <= shard->count), "a shard is one of its count");
    return 0;
}
