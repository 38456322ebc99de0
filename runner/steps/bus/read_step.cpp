// Reads a meter with the bench's own master.
#include <fmt/core.h>

#include <algorithm>

#include "base/config/suggest.hpp"
#include "bus/reading/answer_reading.hpp"
#include "runner/steps/bus/bench_master_line.hpp"
#include "runner/steps/message/reading_check.hpp"
#include "runner/steps/step_support.hpp"

namespace otbench::runner {
namespace {

constexpr Key read_keys[] = {
    {"read", types::read_target, required,
     "A meter by its name, or a primary address, that the bench's own master reads to the end of its telegrams. "
     "Version "
     "2."},
    {"baud", types::speed, optional, "The speed of the master from now on; at first 2400."},
    {"style", types::label, optional,
     "The master whose behaviour the bench's own repeats from now on, such as libmbus; at first standard."},
    {"expect", types::readings, optional, "What the reading must say, by name; only that there is one otherwise."},
    {"save", types::save, optional, "Values of the reading for later steps: {before: energy}."},
};
const MappingDescription read_description{"read-step", "a read step", read_keys};

struct ReadStep : StepAction {
    std::uint8_t address = 0;
    std::optional<int> baud;
    std::optional<bus::MasterStyle> style;
    std::vector<ReadingExpectation> expect;
    std::vector<Save> saves;

    void perform(Execution& run, StepResult& result) const override;
};

/// What the telegrams of a readout say together.
Checked<bus::Reading> reading_of(const bus::Readout& readout) {
    if (readout.end != bus::Readout::End::complete) return InputError{std::string{bus::describe(readout.end)}};
    std::vector<bus::AnswerFrame> frames;
    for (const OctetBuffer& telegram : readout.telegrams)
        if (const auto frame = bus::parse_frame(telegram))
            frames.push_back({frame->control, frame->ci, frame->data, 0, frame->address});
    auto answer = bus::read_answers(frames);
    if (!answer) return InputError{bus::describe(answer.error().error)};
    return std::move(answer->reading);
}

void ReadStep::perform(Execution& run, StepResult& result) const {
    if (baud) run.master->line().set_baud(*baud);
    if (style) run.master->set_style(*style);
    const bus::Readout readout = run.master->read(address);
    const auto reading = reading_of(readout);
    result.checks.push_back(
        {reading.has_value(), fmt::format("readout of {}", address), "complete",
         reading ? fmt::format("{} telegram{}", readout.telegrams.size(), readout.telegrams.size() == 1 ? "" : "s")
                 : reading.error().message,
         run.bench.time()});
    if (reading) check_reading(run, *reading, expect, saves, result);
}

/// The address of a meter of the scenario, or one in digits.
Checked<std::uint8_t> parse_target(std::string_view text, const Context& context) {
    std::vector<std::string_view> names;
    for (const Meter& meter : context.meters) {
        names.push_back(meter.name);
        if (meter.name == text) return static_cast<std::uint8_t>(meter.address);
    }
    if (const auto address = parse_whole_number(text, 0, 254)) return static_cast<std::uint8_t>(*address);
    return InputError{fmt::format("unknown meter '{}' (expected a name or an address from 0 to 254){}", text,
                                  did_you_mean(text, names))};
}

Step parse_read(const Mapping& step, const Context& context) {
    auto read = std::make_shared<ReadStep>();
    parts::need_version_2(step, "read", context);
    step.read("read", read->address, [&](std::string_view text) { return parse_target(text, context); });
    step.read("baud", read->baud, parts::parse_speed);
    step.read("style", read->style, bus::parse_master_style);
    if (const auto* expect = step.find("expect")) read->expect = parts::parse_readings(*expect, context);
    read->saves = parts::parse_saves(step, parts::SaveSource::reading, context);
    if (!context.has_own_master)
        step.complain("read",
                      "the bench has no master of its own here (expected a bus whose converter is wired to no "
                      "device, and no bridge as master)");
    return {step.at(), titled("read", step.written("read")), read};
}

}  // namespace

const StepKind read_step{read_description, parse_read};

}  // namespace otbench::runner
