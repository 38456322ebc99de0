// Tapes and the journals of scans: read or refused, whatever they hold; what was read is written and read again,
// anonymised and played.
#include <sstream>

#include "bus/master/resumed_line.hpp"
#include "meters/tape/anonymise.hpp"
#include "meters/tape/tape_edit.hpp"
#include "meters/tape/tape_line.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    std::istringstream text{std::string{fuzz::text_of(data, size)}};
    if (const auto dialogues = bus::parse_dialogues(text.str())) {
        std::string written;
        for (const auto& dialogue : *dialogues) written += bus::to_string(dialogue) + "\n";
        const auto same = bus::parse_dialogues(written);
        fuzz::require(same && same->size() == dialogues->size(), "a journal is read as it is written");
    }
    const auto tape = meters::read_tape(text, "tape");
    if (!tape) {
        fuzz::require(!tape.error().message.empty(), "a refusal says why");
        return 0;
    }
    std::string written = meters::tape_line(tape->head);
    for (const auto& frame : tape->frames) written += meters::tape_line(frame);
    std::istringstream again{written};
    const auto same = meters::read_tape(again, "tape");
    fuzz::require(same && meters::difference(*tape, *same).empty(), "a tape is read as it is written");
    fuzz::require(meters::anonymised(*tape).frames.size() == tape->frames.size(), "no frame gets lost");
    meters::TapeLine line{*tape};
    for (const auto& frame : tape->frames) line.receive(frame.octets, std::chrono::hours{1});
    line.advance(Nanoseconds::max(), [](std::uint8_t, Nanoseconds) {});
    return 0;
}
