// Any text as lines that hold frames.
#include "meters/captures/capture_reader.hpp"

#include "tests/fuzz/fuzz_input.hpp"

namespace {

using otbench::fuzz::require;

class Checker : public otbench::meters::CaptureSink {
public:
    void frame(const otbench::meters::FoundFrame& captured) override {
        require(!captured.octets.empty(), "octets are some");
        require(captured.line >= 1 && captured.line <= lines, "octets begin on a line that was read");
        const auto frame = otbench::bus::parse_frame(captured.octets);
        require(frame.has_value() == captured.frame.has_value(), "a frame is handed on with its octets");
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
    otbench::meters::CaptureReader reader{checker};
    std::string_view text = otbench::fuzz::text_of(data, size);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        ++checker.lines;
        reader.read_line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    (void)reader.finish();
    return 0;
}
