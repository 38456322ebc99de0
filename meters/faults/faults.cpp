#include "meters/faults/faults.hpp"

#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

using written::parities;
using written::parse;
using written::text_of;
using written::Word;
using written::word_of;

constexpr std::array<Word<Faults::Needs>, 3> needs_words = {{{"nothing", Faults::Needs::nothing},
                                                             {"application-reset", Faults::Needs::application_reset},
                                                             {"own-nke", Faults::Needs::own_nke}}};
using LimitReached = Faults::LimitReached;
constexpr std::array<Word<LimitReached>, 2> limit_reached_words = {
    {{"silence", LimitReached::silence}, {"old-data", LimitReached::old_data}}};
using Fcb = bus::LinkVariant::Fcb;
constexpr std::array<Word<Fcb>, 3> fcb_words = {
    {{"honour", Fcb::honoured}, {"ignore", Fcb::ignored}, {"stuck", Fcb::stuck}}};
using NkeResets = bus::LinkVariant::NkeResets;
constexpr std::array<Word<NkeResets>, 3> nke_words = {
    {{"own", NkeResets::own}, {"own+253", NkeResets::own_and_other}, {"never", NkeResets::never}}};

/// An entry for a plain member of `Faults`.
template <auto Member>
FaultEntry entry(std::string_view name, std::string_view values, std::string_view meaning) {
    return {name, values, meaning, [](Faults& faults, std::string_view text) { return parse(text, faults.*Member); },
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
            [](Faults& faults, std::string_view text) { return parse(text, Words, faults.link.*Member); },
            [](const Faults& faults) { return word_of(faults.link.*Member, Words); }};
}

template <auto Member>
FaultEntry link_entry(std::string_view name, std::string_view values, std::string_view meaning) {
    return {name, values, meaning,
            [](Faults& faults, std::string_view text) { return parse(text, faults.link.*Member); },
            [](const Faults& faults) { return text_of(faults.link.*Member); }};
}

template <auto Member>
FaultEntry select_entry(std::string_view name, std::string_view values, std::string_view meaning) {
    return {name, values, meaning,
            [](Faults& faults, std::string_view text) { return parse(text, faults.link.selection.*Member); },
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
    return parse(text, faults.more_follows);
}

std::vector<FaultEntry> make_entries() {
    using L = bus::LinkVariant;
    using S = bus::SelectionVariant;
    constexpr std::string_view flag = "yes|no", time = "TIME", number = "NUMBER", share = "SHARE";
    return {
        entry<&Faults::seed>(fault_seed, number, "seed of all random faults of this meter"),
        {"start-up-time", time,
         "time from the return of the bus voltage until the meter receives; the profile's by default",
         [](Faults& faults, std::string_view text) { return parse(text, faults.start_up); },
         [](const Faults& faults) { return faults.start_up ? text_of(*faults.start_up) : "profile"; }},
        entry<&Faults::identity_delay>(
            "identity-delay", time,
            "after power-up the meter sends identification number 0 and medium 0 for this time"),
        entry<&Faults::mute>("mute", flag, "the meter ignores all frames"),
        entry<&Faults::answers_every>("answers-every", number, "the meter answers one of this many requests"),
        entry<&Faults::deaf_after_ack>("deaf-after-ack", time,
                                       "after sending E5 the meter ignores frames for this time"),
        entry<&Faults::deaf_after_response>("deaf-after-response", time,
                                            "after sending a telegram the meter ignores frames for this time"),
        entry<&Faults::wake_up>(
            "wake-up", number,
            "the meter sleeps until it has received this many preamble characters; 0: it never sleeps"),
        entry<&Faults::awake_for>("awake-for", time,
                                  "with wake-up: the meter sleeps again after this time without a frame"),
        {"needs", "nothing|application-reset|own-nke",
         "the meter answers REQ_UD2 only after an application reset (CI 50), or after SND_NKE to its own address",
         [](Faults& faults, std::string_view text) { return parse(text, needs_words, faults.needs); },
         [](const Faults& faults) { return word_of(faults.needs, needs_words); }},
        entry<&Faults::forgets_after>("forgets-after", time,
                                      "with needs: the reset or SND_NKE expires after this time; 0 s: never"),
        entry<&Faults::daily_limit>("daily-limit", number,
                                    "the meter sends at most this many telegrams a day; 0: no limit"),
        entry<&Faults::daily_limit_carries>("daily-limit-carries", flag,
                                            "telegrams of daily-limit that were not sent remain for later days"),
        {"daily-limit-reached", "silence|old-data",
         "answer to requests beyond daily-limit: none, or the last telegram with its old access number",
         [](Faults& faults, std::string_view text) {
             return parse(text, limit_reached_words, faults.daily_limit_reached);
         },
         [](const Faults& faults) { return word_of(faults.daily_limit_reached, limit_reached_words); }},
        entry<&Faults::response_spread>(
            "response-spread", "TIME|BITS",
            "fixed additional delay of each meter's answers, between 0 and this, derived from "
            "fault-seed and id; 0 bit: no delay"),
        entry<&Faults::answer_delay>(
            "answer-delay", "TIME|BITS",
            "time from the end of a request to the answer, instead of the profile's: 1100 ms, 5 bit"),
        entry<&Faults::answer_jitter>("answer-jitter", "TIME|BITS",
                                      "random additional delay of each answer, at most this"),
        entry<&Faults::wrong_checksum>("wrong-checksum", flag, "all telegrams have a wrong checksum"),
        entry<&Faults::wrong_address>("wrong-address", number, "address in the answers, instead of the meter's own"),
        {"wrong-id", "EIGHT DIGITS", "identification number in the answers, instead of the meter's own", set_wrong_id,
         [](const Faults& faults) { return faults.wrong_id.empty() ? "no" : faults.wrong_id; }},
        entry<&Faults::truncate>("truncate", number, "each answer ends after this many bytes; 0: complete"),
        entry<&Faults::extra_octets>("extra-bytes", "HEX", "bytes that follow each answer"),
        entry<&Faults::access_number_jump>("access-number-jump", number,
                                           "the access number increases by this much more with each telegram"),
        {"more-follows", "yes|no|profile",
         "yes: every telegram announces another one (DIF 1F); no: the last recorded telegram announces none",
         set_more_follows,
         [](const Faults& faults) { return faults.more_follows ? text_of(*faults.more_follows) : "profile"; }},
        entry<&Faults::vendor_until_nke>("vendor-until-nke", flag,
                                         "answers have CI B7 until SND_NKE to the meter's own address"),
        entry<&Faults::baud_drift>("baud-drift", share, "the meter's clock is faster by this share: 3 %, -3 %"),
        {"parity", "even|odd|none", "parity of the characters that the meter sends and expects",
         [](Faults& faults, std::string_view text) -> Checked<void> {
             bus::Parity parity{};
             const auto done = parse(text, parities, parity);
             if (done) faults.parity = parity;
             return done;
         },
         [](const Faults& faults) { return word_of(faults.parity.value_or(bus::Parity::even), parities); }},
        entry<&Faults::framing_tolerant>("framing-tolerant", flag,
                                         "the meter accepts characters with parity or framing errors"),
        entry<&Faults::parity_errors>("parity-errors", share, "share of sent characters with a wrong parity bit"),
        entry<&Faults::bit_errors>("bit-errors", share, "share of sent bits that are inverted"),
        entry<&Faults::gap_after>("gap-after", number, "each answer pauses after this many bytes; 0: never"),
        entry<&Faults::gap>("gap", time, "length of the pause of gap-after"),
        entry<&Faults::spurious_transmission>("spurious-transmission", time,
                                              "interval at which the meter sends random bytes unasked; 0 s: never"),
        word_entry<fcb_words, &L::fcb>("fcb", "honour|ignore|stuck",
                                       "honour: an unchanged frame count bit repeats the last telegram; ignore: every "
                                       "request gets the next telegram; stuck: every request gets the same telegram"),
        word_entry<nke_words, &L::nke_resets>(
            "nke-resets-pages", "own|own+253|never",
            "SND_NKE that returns to the first telegram: to the meter's own address, also to 253, or none"),
        link_entry<&L::fcv_0_continues>(
            "fcv-0-continues", flag, "a request without valid frame count bit gets the next telegram, not the first"),
        link_entry<&L::shared_fcb>("shared-fcb", flag, "the meter's own address and 253 share one frame count bit"),
        link_entry<&L::filters_commands>("filters-commands", flag,
                                         "a command that is repeated unchanged is acknowledged but not executed again"),
        link_entry<&L::repetition_window>(
            "repetition-window", time,
            "time in which an unchanged frame count bit means a repetition; later the request is a new one"),
        {"select-control", "53|73|any", "control field of the selections that the meter accepts", set_select_control,
         [](const Faults& faults) {
             const auto control = faults.link.selection.control;
             return control ? fmt::format("{:02x}", *control) : std::string{"any"};
         }},
        select_entry<&S::fully_specified>("select-fully", flag, "the meter ignores selections with wild cards"),
        select_entry<&S::forgotten>("select-timeout", time,
                                    "the selection expires after this time without a frame to 253; never by default"),
        select_entry<&S::any_nke_deselects>("any-nke-deselects", flag, "SND_NKE to any address deselects the meter"),
        select_entry<&S::acknowledges_all>("acknowledges-all-selects", flag,
                                           "the meter also answers selections of other meters with E5"),
    };
}

}  // namespace

const std::vector<FaultEntry>& fault_entries() {
    static const std::vector<FaultEntry> entries = make_entries();
    return entries;
}

boost::span<const FormerName> former_fault_names() {
    static constexpr std::array<FormerName, 8> names = {{
        {"learns-identity", "identity-delay"},
        {"budget", "daily-limit"},
        {"budget-carries", "daily-limit-carries"},
        {"budget-empty", "daily-limit-reached"},
        {"extra-octets", "extra-bytes"},
        {"lax", "framing-tolerant"},
        {"babble", "spurious-transmission"},
        {"one-memory", "shared-fcb"},
    }};
    return names;
}

const FaultEntry* find_fault(std::string_view name) {
    for (const FormerName& former : former_fault_names())
        if (former.former == name) name = former.name;
    for (const FaultEntry& entry : fault_entries())
        if (entry.name == name) return &entry;
    return nullptr;
}

}  // namespace otbench::meters
