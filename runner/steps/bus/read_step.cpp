// Reads a meter with the bench's own master.
#include <fmt/core.h>

#include "bus/reading/answer_reading.hpp"
#include "runner/steps/bus/master_step.hpp"
#include "runner/steps/message/reading_check.hpp"

namespace otbench::runner {
namespace {

constexpr Key read_keys[] = {
    {"read", types::read_target, required,
     "The meter, by name or primary address, that the bench's own master reads to the end of its telegrams.", "", 2},
    master_baud_key,
    master_style_key,
    {"expect", types::readings, optional, "The expected values of the reading, by name; without it, any reading."},
    {"save", types::save, optional, "Values of the reading for later steps: {before: energy}."},
    bus_key,
};
const MappingDescription read_description{"read-step", "a read step", read_keys};

struct ReadStep : MasterStep {
    std::uint8_t address = 0;
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
    const bus::Readout readout = master(run).read(address);
    const auto reading = reading_of(readout);
    result.checks.push_back(
        {reading.has_value(), fmt::format("readout of {}", address), "complete",
         reading ? fmt::format("{} telegram{}", readout.telegrams.size(), readout.telegrams.size() == 1 ? "" : "s")
                 : reading.error().message,
         run.bench.time()});
    if (reading) check_reading(run, *reading, expect, saves, result);
}

/// Who is read, and on which bus if its name says so.
struct Target {
    std::uint8_t address = 0;
    const Bus* bus = nullptr;
};

/// A meter of the scenario, or an address.
Checked<Target> parse_target(std::string_view text, const Context& context) {
    const auto named = parts::find_meter(text, context, " (expected a name or an address from 0 to 254)");
    if (named) return Target{static_cast<std::uint8_t>(named->meter->address), named->bus};
    const auto address = parse_whole_number(text, 0, 254);
    if (!address) return named.error();
    return Target{static_cast<std::uint8_t>(*address), nullptr};
}

Step parse_read(const Mapping& step, const Context& context) {
    auto read = std::make_shared<ReadStep>();
    Target target;
    step.read("read", target, [&](std::string_view text) { return parse_target(text, context); });
    read->address = target.address;
    const Bus* bus = target.bus != nullptr ? target.bus : parts::parse_step_bus(step, "read", context);
    read_master_keys(step, "read", bus, *read);
    if (const auto* expect = step.find("expect")) read->expect = parts::parse_readings(*expect, context);
    read->saves = parts::parse_saves(step, parts::SaveSource::reading, context);
    return {step.at(), titled("read", step.written("read")), read};
}

}  // namespace

const StepKind read_step{read_description, parse_read};

}  // namespace otbench::runner
