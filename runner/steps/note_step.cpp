// A remark for the report.
#include "base/event_kinds.hpp"
#include "runner/steps/step_support.hpp"

namespace otbench::runner {
namespace {

constexpr Key note_keys[] = {
    {"note", types::text, required, "A remark for the report."},
};
const MappingDescription note_description{"note-step", "a note step", note_keys};

struct NoteStep : StepAction {
    std::string text;

    void perform(Execution& run, StepResult& result) const override {
        const std::string filled = fill_in(run, {}, text);
        if (filled != text) result.notes.push_back(filled);
        run.bench.log().record(run.bench.time(), event::note, run.step_event, {{"text", filled}});
    }
};

Step parse_note(const Mapping& step, const Context& /*context*/) {
    auto note = std::make_shared<NoteStep>();
    step.read("note", note->text, any_text);
    return {step.at(), titled("note", note->text), note};
}

}  // namespace

const StepKind note_step{note_description, parse_note};

}  // namespace otbench::runner
