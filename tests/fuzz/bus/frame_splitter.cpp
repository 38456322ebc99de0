// A stream of octets, whole and cut at places of the fuzzer's choice: the frames and faults in it are the same.
#include "bus/frame/frame.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <optional>
#include <string>

#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;
using namespace otbench::bus;
using otbench::fuzz::require;

/// Every event in words, those of the silence at the end included.
class Log {
public:
    explicit Log(OctetView stream) : stream_(stream) {}

    /// False when the event reports that none is left.
    bool note(const FrameEvent& event) {
        if (const auto* frame = std::get_if<Frame>(&event)) {
            note_frame(*frame);
        } else if (const auto* error = std::get_if<FrameError>(&event)) {
            require(error->offset <= stream_.size(), "a fault lies within the stream");
            text_ += std::to_string(error->frame_offset) + ": " + describe(*error) + "\n";
        } else {
            return false;
        }
        return true;
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    void note_frame(const Frame& frame) {
        require(frame.offset + frame.octets.size() <= stream_.size(), "a frame lies within the stream");
        require(parse_frame(frame.octets).has_value(), "parse_frame agrees about a frame of the splitter");
        for (std::size_t i = 0; i < frame.octets.size(); ++i)
            require(frame.octets[i] == stream_[frame.offset + i], "a frame is where its offset says");
        text_ += std::to_string(frame.offset) + "+" + std::to_string(frame.octets.size()) + "\n";
    }

    OctetView stream_;
    std::string text_;
};

void feed(FrameSplitter& splitter, OctetView octets, Log& log) {
    while (log.note(splitter.next(octets))) {
    }
    require(octets.empty(), "nothing is left when more is needed");
}

void silence(FrameSplitter& splitter, Log& log) {
    for (auto event = splitter.gap(); event; event = splitter.gap()) log.note(*event);
    require(!splitter.pending(), "nothing is held after a silence");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input{data, size};
    const std::size_t piece = input.ConsumeIntegralInRange<std::size_t>(1, max_frame_octets);
    const auto octets = input.ConsumeRemainingBytes<std::uint8_t>();
    const OctetView stream{octets};

    FrameSplitter at_once, in_pieces, with_gaps;
    Log whole{stream}, pieces{stream}, gaps{stream};
    feed(at_once, stream, whole);
    silence(at_once, whole);
    for (std::size_t at = 0; at < stream.size(); at += piece) {
        const OctetView part = stream.subspan(at, std::min(piece, stream.size() - at));
        feed(in_pieces, part, pieces);
        feed(with_gaps, part, gaps);
        silence(with_gaps, gaps);
    }
    silence(in_pieces, pieces);
    require(whole.text() == pieces.text(), "the places of cuts change nothing");
    (void)parse_frame(stream);
    return 0;
}
