// A session of sigrok, as `otbench decode` reads it: taken, with the changes of each channel in order of time, or
// refused.
#include <vector>

#include "sim/trace/sigrok_reader.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    std::vector<Nanoseconds> last;
    const auto end = sim::read_sigrok_session(fuzz::text_of(data, size),
                                              {[&](const sim::WaveSignal&) { last.emplace_back(0); },
                                               [&](std::size_t signal, Nanoseconds at, double) {
                                                   fuzz::require(signal < last.size() && at >= last[signal],
                                                                 "changes are of known channels, in order");
                                                   last[signal] = at;
                                               }});
    fuzz::require(end || !end.error().message.empty(), "a refusal says why");
    if (!end) return 0;
    for (const auto at : last) fuzz::require(at <= *end, "the session ends after its changes");
    return 0;
}
