// A parameter file and a netlist with ngspice's listing are refused or read; what was read can be written and read
// again.
#include "circuit/netlist/circuit_file.hpp"

#include "circuit/netlist/netlist.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const std::string text{reinterpret_cast<const char*>(data), size};
    if (const auto circuit = circuit::read_circuit(text)) {
        const auto written = circuit::write_circuit(*circuit);
        const auto again = circuit::read_circuit(written);
        fuzz::require(again && circuit::write_circuit(*again) == written, "what was written can be read");
    }
    // The listing follows the netlist after a line of dashes.
    const std::string border = "\n---\n";
    const auto cut = text.find(border);
    if (const auto netlist = circuit::Netlist::read(text.substr(0, cut), "fuzzed.cir")) {
        static_cast<void>(netlist->listing_deck());
        if (cut != std::string::npos) static_cast<void>(netlist->circuit(text.substr(cut + border.size())));
    }
    return 0;
}
