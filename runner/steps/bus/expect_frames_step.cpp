// Compares the frames on the bus with a list.
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "bus/frame/frame.hpp"
#include "runner/steps/bus/bus_step.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::runner {
namespace {

constexpr Key expect_frames_keys[] = {
    {"expect-frames", types::frames, required,
     "The frames on the bus, in order: [SND_NKE to 1, E5, \"REQ_UD2 to 1, FCB 1\", RSP_UD from 1]; ... stands for any "
     "number of frames.",
     "", 2},
    {"since", types::label, optional, "Only frames since the step with this label; without it, since the start."},
    bus_key,
};
const MappingDescription expect_frames_description{"expect-frames-step", "an expect-frames step", expect_frames_keys};

constexpr std::string_view any_frames = "...", acknowledgement = "E5", damaged = "damaged";
constexpr std::string_view toggled = "toggled";

/// A frame as scenarios and reports describe it.
struct FrameWords {
    std::string service;                  ///< "REQ_UD2", "E5", "damaged", or "..." for any number of frames
    std::optional<int> address;           ///< to whom, or from whom
    std::optional<std::string> fcb = {};  ///< "0", "1", or "toggled"
};

const bus::Service services[] = {bus::Service::SND_NKE, bus::Service::SND_UD, bus::Service::REQ_UD1,
                                 bus::Service::REQ_UD2, bus::Service::RSP_UD};

/// What passed on the bus, in the words of a scenario. `counts`: the last frame count bit of each address.
FrameWords words_of(const bus::CapturedFrame& captured, std::map<int, bool>& counts) {
    const auto frame = bus::parse_frame(captured.octets);
    if (captured.damaged || !frame) return {std::string{damaged}, std::nullopt};
    if (frame->kind == bus::FrameKind::single_character) return {std::string{acknowledgement}, std::nullopt};
    FrameWords words{bus::name_of(bus::service_of(frame->control)), frame->address};
    if (captured.direction == bus::Direction::from_master && (frame->control & bus::control::fcv) != 0) {
        const bool bit = (frame->control & bus::control::fcb) != 0;
        const auto last = counts.find(frame->address);
        words.fcb = bit ? "1" : "0";
        if (last != counts.end() && last->second != bit) *words.fcb += " toggled";
        counts[frame->address] = bit;
    }
    return words;
}

bool is_met(const FrameWords& expected, const FrameWords& got) {
    if (expected.service != got.service || (expected.address && expected.address != got.address)) return false;
    return !expected.fcb || (got.fcb && got.fcb->find(*expected.fcb) != std::string::npos);
}

std::string shown(const FrameWords& words) {
    std::string text = words.service;
    if (words.address)
        text +=
            fmt::format(" {} {}", words.service == bus::name_of(bus::Service::RSP_UD) ? "from" : "to", *words.address);
    if (words.fcb) text += ", FCB " + *words.fcb;
    return text;
}

std::string shown(const std::vector<FrameWords>& frames) {
    std::string text;
    for (const FrameWords& frame : frames) text += (text.empty() ? "" : "; ") + shown(frame);
    return text.empty() ? "no frame" : text;
}

/// Whether the frames are those expected; `...` stands for any number of them.
bool agree(const std::vector<FrameWords>& expected, const std::vector<FrameWords>& got) {
    // One row of the usual table: whether the first `i` frames are met by what was expected so far.
    std::vector<bool> met(got.size() + 1, false);
    met[0] = true;
    for (const FrameWords& each : expected) {
        std::vector<bool> next(got.size() + 1, false);
        for (std::size_t i = 0; i <= got.size(); ++i) {
            if (each.service == any_frames)
                next[i] = met[i] || (i > 0 && next[i - 1]);
            else
                next[i] = i > 0 && met[i - 1] && is_met(each, got[i - 1]);
        }
        met = std::move(next);
    }
    return met.back();
}

struct ExpectFramesStep : BusStep {
    std::vector<FrameWords> expected;
    std::string since;

    void perform(Execution& run, StepResult& result) const override {
        const Nanoseconds begin = since.empty() ? Nanoseconds{} : run.begin_of(since);
        running(run).segment->advance_capture();
        std::vector<FrameWords> got;
        std::map<int, bool> counts;
        for (const bus::CapturedFrame& frame : run.record.frames(bus)) {
            FrameWords words = words_of(frame, counts);
            if (frame.start >= begin) got.push_back(std::move(words));
        }
        result.checks.push_back({agree(expected, got), "frames", shown(expected), shown(got), run.bench.time()});
    }
    [[nodiscard]] Recording recording() const override { return Recording::frames; }
};

Checked<FrameWords> parse_frame_words(std::string_view text) {
    const InputError wrong{fmt::format(
        "invalid frame '{}' (expected a service with an address such as 'REQ_UD2 to 1, FCB 1', E5, damaged or ...)",
        text)};
    for (const std::string_view word : {any_frames, acknowledgement, damaged})
        if (text == word) return FrameWords{std::string{word}, std::nullopt};
    FrameWords words;
    const auto comma = text.find(',');
    if (comma != std::string_view::npos) {
        constexpr std::string_view fcb = "FCB ";
        const auto bit = trimmed(text.substr(comma + 1));
        if (bit.substr(0, fcb.size()) != fcb) return wrong;
        words.fcb = std::string{trimmed(bit.substr(fcb.size()))};
        if (*words.fcb != "0" && *words.fcb != "1" && *words.fcb != toggled) return wrong;
    }
    const auto head = trimmed(text.substr(0, comma));
    const auto blank = head.find(' ');
    words.service = std::string{head.substr(0, blank)};
    const auto* const known = std::find_if(std::begin(services), std::end(services), [&](bus::Service service) {
        return words.service == bus::name_of(service);
    });
    if (known == std::end(services)) return wrong;
    if (words.fcb && (*known == bus::Service::SND_NKE || *known == bus::Service::RSP_UD))
        return InputError{
            fmt::format("{} has no frame count bit (expected SND_UD, REQ_UD1 or REQ_UD2 before 'FCB')", words.service)};
    if (blank == std::string_view::npos) return words;
    const std::string_view preposition = *known == bus::Service::RSP_UD ? "from " : "to ";
    const auto rest = trimmed(head.substr(blank));
    if (rest.substr(0, preposition.size()) != preposition) return wrong;
    const auto address = parse_whole_number(trimmed(rest.substr(preposition.size())), 0, 255);
    if (!address) return wrong;
    words.address = static_cast<int>(*address);
    return words;
}

Step parse_expect_frames(const Mapping& step, const Context& context) {
    auto frames = std::make_shared<ExpectFramesStep>();
    for (const YamlNode& item : step.list("expect-frames")) {
        auto words = parse_frame_words(item.text);
        if (words)
            frames->expected.push_back(std::move(*words));
        else
            context.diagnostics.add(item.at, words.error().message);
    }
    step.read("since", frames->since, [&](std::string_view text) { return parts::check_earlier_label(text, context); });
    read_bus(step, "expect-frames", context, *frames);
    return {step.at(), titled("expect frames", shown(frames->expected)), frames};
}

}  // namespace

const StepKind expect_frames_step{expect_frames_description, parse_expect_frames};

}  // namespace otbench::runner
