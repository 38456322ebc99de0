// A device's flash from a file: refused, or repaired as the firmware does at its boot and written as it was read.
#include <sstream>
#include <string>

#include "firmware_model/storage/flash.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const std::string octets{fuzz::text_of(data, size)};
    std::istringstream in{octets};
    auto flash = firmware::Flash::load(in);
    if (!flash) return 0;
    std::ostringstream out;
    flash->save(out);
    fuzz::require(out.str().size() == octets.size(), "a flash is written with as many octets as it was read from");
    flash->config.repair();
    for (const auto& location : flash->config.locations()) fuzz::require(location.size() < 128, "a location ends");
    return 0;
}
