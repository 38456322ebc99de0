#include <gtest/gtest.h>

#include "meters/faults/faults.hpp"
#include "tests/meters/setting_examples.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using F = Faults;
using Fcb = bus::LinkVariant::Fcb;
using NkeResets = bus::LinkVariant::NkeResets;

const std::vector<SettingExample<Faults>> examples = {
    {"fault-seed", "17", [](const F& f) { return f.seed == 17; }},
    {"start-up-time", "2500 ms", [](const F& f) { return f.start_up == 2500ms; }},
    {"identity-delay", "7000 ms", [](const F& f) { return f.identity_delay == 7s; }},
    {"mute", "yes", [](const F& f) { return f.mute; }},
    {"answers-every", "3", [](const F& f) { return f.answers_every == 3; }},
    {"deaf-after-ack", "101 ms", [](const F& f) { return f.deaf_after_ack == 101ms; }},
    {"deaf-after-response", "102 ms", [](const F& f) { return f.deaf_after_response == 102ms; }},
    {"wake-up", "100", [](const F& f) { return f.wake_up == 100; }},
    {"awake-for", "2000 ms", [](const F& f) { return f.awake_for == 2s; }},
    {"needs", "application-reset", [](const F& f) { return f.needs == F::Needs::application_reset; }},
    {"needs", "own-nke", [](const F& f) { return f.needs == F::Needs::own_nke; }},
    {"forgets-after", "60000 ms", [](const F& f) { return f.forgets_after == 60s; }},
    {"daily-limit", "4", [](const F& f) { return f.daily_limit == 4; }},
    {"daily-limit-carries", "yes", [](const F& f) { return f.daily_limit_carries; }},
    {"daily-limit-reached", "old-data", [](const F& f) { return f.daily_limit_reached == F::LimitReached::old_data; }},
    {"response-spread", "3 bit", [](const F& f) { return f.response_spread.bits == 3; }},
    {"answer-delay", "1100 ms", [](const F& f) { return f.answer_delay && f.answer_delay->time == 1100ms; }},
    {"answer-delay", "5 bit", [](const F& f) { return f.answer_delay && f.answer_delay->bits == 5; }},
    {"answer-jitter", "6 bit", [](const F& f) { return f.answer_jitter.bits == 6; }},
    {"answer-jitter", "20 ms", [](const F& f) { return f.answer_jitter.time == 20ms; }},
    {"wrong-checksum", "yes", [](const F& f) { return f.wrong_checksum; }},
    {"wrong-address", "77", [](const F& f) { return f.wrong_address == 77; }},
    {"wrong-id", "99999998", [](const F& f) { return f.wrong_id == "99999998"; }},
    {"truncate", "20", [](const F& f) { return f.truncate == 20; }},
    {"extra-bytes", "e5 05",
     [](const F& f) {
         return f.extra_octets == OctetBuffer{0xE5, 0x05};
     },
     "e505"},
    {"access-number-jump", "10", [](const F& f) { return f.access_number_jump == 10; }},
    {"more-follows", "yes", [](const F& f) { return f.more_follows == true; }},
    {"more-follows", "no", [](const F& f) { return f.more_follows == false; }},
    {"vendor-until-nke", "yes", [](const F& f) { return f.vendor_until_nke; }},
    {"baud-drift", "-3 %", [](const F& f) { return f.baud_drift == -0.03; }},
    {"parity", "odd", [](const F& f) { return f.parity == bus::Parity::odd; }},
    {"parity", "none", [](const F& f) { return f.parity == bus::Parity::none; }},
    {"framing-tolerant", "yes", [](const F& f) { return f.framing_tolerant; }},
    {"parity-errors", "25 %", [](const F& f) { return f.parity_errors == 0.25; }},
    {"bit-errors", "50 %", [](const F& f) { return f.bit_errors == 0.5; }},
    {"gap-after", "21", [](const F& f) { return f.gap_after == 21; }},
    {"gap", "150 ms", [](const F& f) { return f.gap == 150ms; }},
    {"spurious-transmission", "900 ms", [](const F& f) { return f.spurious_transmission == 900ms; }},
    {"fcb", "ignore", [](const F& f) { return f.link.fcb == Fcb::ignored; }},
    {"fcb", "stuck", [](const F& f) { return f.link.fcb == Fcb::stuck; }},
    {"nke-resets-pages", "own+253", [](const F& f) { return f.link.nke_resets == NkeResets::own_and_other; }},
    {"nke-resets-pages", "never", [](const F& f) { return f.link.nke_resets == NkeResets::never; }},
    {"fcv-0-continues", "yes", [](const F& f) { return f.link.fcv_0_continues; }},
    {"shared-fcb", "yes", [](const F& f) { return f.link.shared_fcb; }},
    {"filters-commands", "yes", [](const F& f) { return f.link.filters_commands; }},
    {"repetition-window", "700 ms", [](const F& f) { return f.link.repetition_window == 700ms; }},
    {"select-control", "53", [](const F& f) { return f.link.selection.control == 0x53; }},
    {"select-control", "73", [](const F& f) { return f.link.selection.control == 0x73; }},
    {"select-fully", "yes", [](const F& f) { return f.link.selection.fully_specified; }},
    {"select-timeout", "800 ms", [](const F& f) { return f.link.selection.forgotten == 800ms; }},
    {"any-nke-deselects", "yes", [](const F& f) { return f.link.selection.any_nke_deselects; }},
    {"acknowledges-all-selects", "yes", [](const F& f) { return f.link.selection.acknowledges_all; }},
};

TEST(FaultTable, each_name_sets_its_own_member_and_no_other) {
    expect_settings(fault_entries(), examples, find_fault);
}

TEST(FaultTable, accepts_each_former_name_of_a_fault) {
    std::map<std::string_view, std::string_view> found;
    for (const FormerName& former : former_fault_names()) {
        const FaultEntry* entry = find_fault(former.former);
        ASSERT_NE(entry, nullptr) << former.former;
        found.emplace(former.former, entry->name);
    }
    const std::map<std::string_view, std::string_view> expected = {
        {"babble", "spurious-transmission"},       {"budget", "daily-limit"},
        {"budget-carries", "daily-limit-carries"}, {"budget-empty", "daily-limit-reached"},
        {"extra-octets", "extra-bytes"},           {"lax", "framing-tolerant"},
        {"learns-identity", "identity-delay"},     {"one-memory", "shared-fcb"},
    };
    EXPECT_EQ(found, expected);
}

TEST(FaultTable, is_the_one_of_the_manual) {
    expect_documented(fault_entries(), OTBENCH_SOURCE_DIR "/docs/user/meters.md");
}

}  // namespace
}  // namespace otbench::meters
