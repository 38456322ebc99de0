// Reads a meter with the bench's own master.
#include <fmt/core.h>

#include "bus/reading/answer_reading.hpp"
#include "runner/steps/bus/bench_master_line.hpp"
#include "runner/steps/bus/bus_step.hpp"
#include "runner/steps/message/reading_check.hpp"

namespace otbench::runner {
namespace {

constexpr Key read_keys[] = {
    {"read", types::read_target, required,
     "The meter, by name or primary address, that the bench's own master reads to the end of its telegrams.", "", 2},
    {"baud", types::speed, optional, "The speed of the master from now on; 2400 at the start."},
    {"style", types::label, optional,
     "The master whose behaviour the bench's own repeats from now on, such as libmbus; at first standard."},
    {"expect", types::readings, optional, "The expected values of the reading, by name; without it, any reading."},
    {"save", types::save, optional, "Values of the reading for later steps: {before: energy}."},
    bus_key,
};
const MappingDescription read_description{"read-step", "a read step", read_keys};

struct ReadStep : BusStep {
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
    bus::Master& master = *running(run).master;
    if (baud) master.line().set_baud(*baud);
    if (style) master.set_style(*style);
    const bus::Readout readout = master.read(address);
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
    step.read("baud", read->baud, parts::parse_speed);
    step.read("style", read->style, bus::parse_master_style);
    if (const auto* expect = step.find("expect")) read->expect = parts::parse_readings(*expect, context);
    read->saves = parts::parse_saves(step, parts::SaveSource::reading, context);
    if (bus != nullptr) read->bus = bus->name;
    if (bus != nullptr && !bus->has_own_master())
        step.complain("read",
                      "the bench has no master of its own here (expected a bus whose converter is wired to no "
                      "device, and no bridge as master)");
    return {step.at(), titled("read", step.written("read")), read};
}

}  // namespace

const StepKind read_step{read_description, parse_read};

}  // namespace otbench::runner
