// The file of numbers that ngspice writes: rows of them, whatever is in it.
#include <sstream>

#include "sim/host/process/ngspice.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    std::istringstream file{std::string{fuzz::text_of(data, size)}};
    for (const auto& row : sim::read_ngspice_numbers(file)) fuzz::require(!row.empty(), "a row has a number");
    return 0;
}
