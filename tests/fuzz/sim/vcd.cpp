// A VCD, as the report and `otbench trace` read it: taken, with times that never decrease, or refused with a line.
#include <sstream>

#include "sim/trace/vcd_reader.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    std::istringstream file{std::string{fuzz::text_of(data, size)}};
    std::size_t signals = 0;
    Nanoseconds now{0};
    const auto end =
        sim::read_vcd(file, {[&](const sim::VcdSignal& signal) {
                                 fuzz::require(!signal.name.empty(), "a signal has a name");
                                 ++signals;
                             },
                             [&](std::size_t signal, Nanoseconds at, double) {
                                 fuzz::require(signal < signals && at >= now, "changes are of known signals, in order");
                                 now = at;
                             }});
    fuzz::require(end ? *end >= now : !end.error().message.empty(), "a refusal says why");
    return 0;
}
