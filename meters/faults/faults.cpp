#include "meters/faults/faults.hpp"

#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

using written::parities;
using written::take;
using written::text_of;
using written::Word;
using written::word_of;

constexpr std::array<Word<Faults::Needs>, 3> needs_words = {{{"nothing", Faults::Needs::nothing},
                                                             {"application-reset", Faults::Needs::application_reset},
                                                             {"own-nke", Faults::Needs::own_nke}}};
constexpr std::array<Word<Faults::Spent>, 2> spent_words = {
    {{"silence", Faults::Spent::silent}, {"old-data", Faults::Spent::repeats}}};
using Fcb = bus::LinkHabits::Fcb;
constexpr std::array<Word<Fcb>, 3> fcb_words = {
    {{"honour", Fcb::honoured}, {"ignore", Fcb::ignored}, {"stuck", Fcb::stuck}}};
using NkeResets = bus::LinkHabits::NkeResets;
constexpr std::array<Word<NkeResets>, 3> nke_words = {
    {{"own", NkeResets::own}, {"own+253", NkeResets::own_and_other}, {"never", NkeResets::never}}};

/// An entry for a plain member of `Faults`.
template <auto Member>
FaultEntry entry(std::string_view name, std::string_view values, std::string_view meaning) {
    return {name, values, meaning, [](Faults& faults, std::string_view text) { return take(text, faults.*Member); },
            [](const Faults& faults) { return text_of(faults.*Member); }};
}

Checked<void> set_wrong_id(Faults& faults, std::string_view text) {
    const auto id = parse_eight_digits(text);
    if (!id) return id.error();
    faults.wrong_id = text;
    return {};
}

template <const auto& Words, auto Member>
FaultEntry word_entry(std::string_view name, std::string_view values, std::string_view meaning) {
    return {name, values, meaning,
            [](Faults& faults, std::string_view text) { return take(text, Words, faults.link.*Member); },
            [](const Faults& faults) { return word_of(faults.link.*Member, Words); }};
}

template <auto Member>
FaultEntry link_entry(std::string_view name, std::string_view values, std::string_view meaning) {
    return {name, values, meaning,
            [](Faults& faults, std::string_view text) { return take(text, faults.link.*Member); },
            [](const Faults& faults) { return text_of(faults.link.*Member); }};
}

template <auto Member>
FaultEntry select_entry(std::string_view name, std::string_view values, std::string_view meaning) {
    return {name, values, meaning,
            [](Faults& faults, std::string_view text) { return take(text, faults.link.selection.*Member); },
            [](const Faults& faults) { return text_of(faults.link.selection.*Member); }};
}

Checked<void> set_select_control(Faults& faults, std::string_view text) {
    if (text == "any") return faults.link.selection.control.reset(), Checked<void>{};
    if (text != "53" && text != "73")
        return InputError{fmt::format("invalid value '{}' (expected one of 53, 73, any)", text)};
    faults.link.selection.control = static_cast<std::uint8_t>(text == "53" ? 0x53 : 0x73);
    return {};
}

Checked<void> set_more_follows(Faults& faults, std::string_view text) {
    if (text == "profile") return faults.more_follows.reset(), Checked<void>{};
    return take(text, faults.more_follows);
}

std::vector<FaultEntry> make_entries() {
    using L = bus::LinkHabits;
    using S = bus::SelectionHabits;
    constexpr std::string_view flag = "yes|no", time = "TIME", number = "NUMBER", share = "SHARE";
    return {
        entry<&Faults::seed>("fault-seed", number, "start of all that is random below"),
        {"start-up-time", time, "from the power until it listens",
         [](Faults& faults, std::string_view text) { return take(text, faults.start_up); },
         [](const Faults& faults) { return faults.start_up ? text_of(*faults.start_up) : "profile"; }},
        entry<&Faults::learns_identity>("learns-identity", time,
                                        "so long after the power it shows zeros as its number and medium"),
        entry<&Faults::mute>("mute", flag, "hears nothing"),
        entry<&Faults::answers_every>("answers-every", number, "of so many requests it answers one"),
        entry<&Faults::deaf_after_ack>("deaf-after-ack", time, "hears nothing for so long after an E5 of its own"),
        entry<&Faults::deaf_after_response>("deaf-after-response", time, "the same after data"),
        entry<&Faults::wake_up>("wake-up", number, "sleeps until so many stray characters have come"),
        entry<&Faults::awake_for>("awake-for", time, "and again after so long without a frame"),
        {"needs", "nothing|application-reset|own-nke", "sends no data before it got this",
         [](Faults& faults, std::string_view text) { return take(text, needs_words, faults.needs); },
         [](const Faults& faults) { return word_of(faults.needs, needs_words); }},
        entry<&Faults::forgets_after>("forgets-after", time, "and after so long needs it again; 0 s: never"),
        entry<&Faults::budget>("budget", number, "sends only so many telegrams a day; 0: no limit"),
        entry<&Faults::budget_carries>("budget-carries", flag, "what was not used is there on the next day"),
        {"budget-empty", "silence|old-data", "what comes then; old data with the old access number",
         [](Faults& faults, std::string_view text) { return take(text, spent_words, faults.budget_empty); },
         [](const Faults& faults) { return word_of(faults.budget_empty, spent_words); }},
        entry<&Faults::response_spread>("response-spread", "TIME|BITS",
                                        "each meter answers up to so much later than its profile says, always at its "
                                        "own time (from fault-seed and id); 0 bit: exactly at the profile's time"),
        entry<&Faults::answer_delay>("answer-delay", "TIME|BITS", "late or early: 1100 ms, 5 bit"),
        entry<&Faults::answer_jitter>("answer-jitter", "TIME|BITS", "up to so much later, at random"),
        entry<&Faults::wrong_checksum>("wrong-checksum", flag, ""),
        entry<&Faults::wrong_address>("wrong-address", number, "in its answers"),
        {"wrong-id", "EIGHT DIGITS", "in its answers", set_wrong_id,
         [](const Faults& faults) { return faults.wrong_id.empty() ? "no" : faults.wrong_id; }},
        entry<&Faults::truncate>("truncate", number, "sends only so many octets of an answer; 0: all"),
        entry<&Faults::extra_octets>("extra-octets", "HEX", "behind each answer"),
        entry<&Faults::access_number_jump>("access-number-jump", number, "added at each telegram"),
        {"more-follows", "yes|no|profile",
         "yes: every telegram announces another one (DIF 1F); no: the last recorded one does not", set_more_follows,
         [](const Faults& faults) { return faults.more_follows ? text_of(*faults.more_follows) : "profile"; }},
        entry<&Faults::vendor_until_nke>("vendor-until-nke", flag,
                                         "answers with CI B7 until SND_NKE to its own address"),
        entry<&Faults::baud_drift>("baud-drift", share, "its clock is so much too fast: 3 %, -3 %"),
        {"parity", "even|odd|none", "of what it sends and hears",
         [](Faults& faults, std::string_view text) -> Checked<void> {
             bus::Parity parity{};
             const auto done = take(text, parities, parity);
             if (done) faults.parity = parity;
             return done;
         },
         [](const Faults& faults) { return word_of(faults.parity.value_or(bus::Parity::even), parities); }},
        entry<&Faults::lax>("lax", flag, "hears characters with parity and framing errors like others"),
        entry<&Faults::parity_errors>("parity-errors", share, "of the characters it sends"),
        entry<&Faults::bit_errors>("bit-errors", share, "of the bits it sends"),
        entry<&Faults::gap_after>("gap-after", number, "pauses behind so many octets of an answer; 0: never"),
        entry<&Faults::gap>("gap", time, "for so long"),
        entry<&Faults::babble>("babble", time, "sends nonsense that often; 0 s: never"),
        word_entry<fcb_words, &L::fcb>("fcb", "honour|ignore|stuck",
                                       "ignore: every request gets the next telegram; stuck: the same one again"),
        word_entry<nke_words, &L::nke_resets>("nke-resets-pages", "own|own+253|never",
                                              "which SND_NKE returns to the first telegram"),
        link_entry<&L::fcv_0_continues>("fcv-0-continues", flag,
                                        "a request without valid frame count bit gets the next telegram"),
        link_entry<&L::one_memory>("one-memory", flag, "one frame count bit for its own address and 253"),
        link_entry<&L::filters_commands>("filters-commands", flag, "executes a repeated command once"),
        link_entry<&L::repetition_window>("repetition-window", time,
                                          "so long an unchanged frame count bit means a repetition"),
        {"select-control", "53|73|any", "the control field with which it can be selected", set_select_control,
         [](const Faults& faults) {
             const auto control = faults.link.selection.control;
             return control ? fmt::format("{:02x}", *control) : std::string{"any"};
         }},
        select_entry<&S::fully_specified>("select-fully", flag, "cannot be selected with wild cards"),
        select_entry<&S::forgotten>("select-timeout", time, "forgets its selection after so long"),
        select_entry<&S::any_nke_deselects>("any-nke-deselects", flag, "SND_NKE to anybody lifts its selection"),
        select_entry<&S::acknowledges_all>("acknowledges-all-selects", flag, "E5 to selections of others, too"),
    };
}

}  // namespace

const std::vector<FaultEntry>& fault_entries() {
    static const std::vector<FaultEntry> entries = make_entries();
    return entries;
}

const FaultEntry* find_fault(std::string_view name) {
    for (const FaultEntry& entry : fault_entries())
        if (entry.name == name) return &entry;
    return nullptr;
}

}  // namespace otbench::meters
