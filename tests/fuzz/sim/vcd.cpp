// A VCD, as the report, `otbench trace` and `otbench decode` read it: taken, with times that never decrease, or refused
// with a line; then searched for frames.
#include <sstream>

#include "bus/capture/wave_frames.hpp"
#include "sim/trace/vcd_reader.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    std::istringstream file{std::string{fuzz::text_of(data, size)}};
    std::vector<bus::Wave> waves;
    Nanoseconds now{0};
    const auto end = sim::read_vcd(file, {[&](const sim::WaveSignal& signal) {
                                              fuzz::require(!signal.name.empty(), "a signal has a name");
                                              waves.push_back({signal.is_real, {}});
                                          },
                                          [&](std::size_t signal, Nanoseconds at, double value) {
                                              fuzz::require(signal < waves.size() && at >= now,
                                                            "changes are of known signals, in order");
                                              now = at;
                                              waves[signal].changes.push_back({at, value});
                                          }});
    fuzz::require(end ? *end >= now : !end.error().message.empty(), "a refusal says why");
    if (!end) return 0;
    for (const auto& frame : bus::find_frames(waves, *end).frames)
        fuzz::require(!frame.octets.empty() && frame.start <= frame.end, "a frame has bytes and a duration");
    return 0;
}
