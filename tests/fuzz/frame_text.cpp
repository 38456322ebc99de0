// Any text as lines that hold frames.
#include "bus/frame/frame_text.hpp"

#include "bus/frame/frame.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using otbench::OctetView;
using otbench::fuzz::require;

class Checker : public otbench::bus::FrameTextSink {
public:
    void octets(OctetView octets, std::size_t line) override {
        require(!octets.empty(), "octets are some");
        require(line >= 1 && line <= lines, "octets begin on a line that was read");
        (void)otbench::bus::parse_frame(octets);
    }
    void fault(std::size_t line, std::string message) override {
        require(line >= 1 && line <= lines, "a fault is on a line that was read");
        require(!message.empty(), "a fault has a reason");
    }
    std::size_t lines = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Checker checker;
    otbench::bus::FrameTextReader reader{checker};
    std::string_view text = otbench::fuzz::text_of(data, size);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        ++checker.lines;
        reader.take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    reader.finish();
    return 0;
}
