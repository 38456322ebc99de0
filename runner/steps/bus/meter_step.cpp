// Changes values, status or faults of a meter.
#include "base/event_kinds.hpp"
#include "meters/meter.hpp"
#include "meters/meter_settings.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::runner {
namespace {

constexpr Key meter_keys[] = {
    {"meter", types::meter_name, required, "The meter to change."},
    {"set", types::settings, optional, "New values, status, faults and other settings, by name."},
    {"holds-space", types::flag, optional, "Whether the meter draws its space current continuously."},
};
const MappingDescription meter_description{"meter-step", "a meter step", meter_keys};

struct MeterStep : StepAction {
    std::string name;
    std::optional<bool> holds_space;              ///< draws its space current all the time, or no longer
    std::map<std::string, std::string> settings;  ///< see `meters::apply_setting`

    void perform(Execution& run, StepResult& result) const override;
};

void MeterStep::perform(Execution& run, StepResult& result) const {
    sim::AttachedMeter& attached = *run.meters.at(name);
    if (holds_space) attached.hold_space(*holds_space, run.step_event);
    meters::Meter& meter = attached.meter();
    meter.wake(run.bench.time());
    for (const auto& [setting, written] : settings) {
        const std::string text = fill_in(run, {}, written);
        const auto done = meters::apply_setting(meter, setting, text);
        run.bench.log().record_from(name, run.bench.time(), event::meter_setting, run.step_event,
                                    {{"meter", name}, {"setting", setting}, {"value", text}});
        if (!done) result.checks.push_back({false, setting, text, done.error().message, run.bench.time()});
    }
}

Step parse_meter(const Mapping& step, const Context& context) {
    auto change = std::make_shared<MeterStep>();
    std::string profile;
    step.read("meter", change->name, [&](std::string_view text) -> Checked<std::string> {
        const auto found = parts::find_meter(text, context);
        if (!found) return found.error();
        profile = found->meter->profile;
        return std::string{text};
    });
    if (const auto* set = step.find("set")) change->settings = parts::parse_settings(*set, "set", profile, context);
    step.read("holds-space", change->holds_space, parse_truth);
    if (change->settings.empty() && !change->holds_space && step.find("set") == nullptr)
        step.complain("meter", "expected 'set' or 'holds-space'");
    return {step.at(), titled("meter", change->name), change};
}

}  // namespace

const StepKind meter_step{meter_description, parse_meter};

}  // namespace otbench::runner
