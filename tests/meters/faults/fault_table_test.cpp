#include <gtest/gtest.h>

#include "meters/faults/faults.hpp"
#include "tests/meters/setting_examples.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using F = Faults;
using Fcb = bus::LinkHabits::Fcb;
using NkeResets = bus::LinkHabits::NkeResets;

const std::vector<SettingExample<Faults>> examples = {
    {"fault-seed", "17", [](const F& f) { return f.seed == 17; }},
    {"start-up-time", "2500 ms", [](const F& f) { return f.start_up == 2500ms; }},
    {"learns-identity", "7000 ms", [](const F& f) { return f.learns_identity == 7s; }},
    {"mute", "yes", [](const F& f) { return f.mute; }},
    {"answers-every", "3", [](const F& f) { return f.answers_every == 3; }},
    {"deaf-after-ack", "101 ms", [](const F& f) { return f.deaf_after_ack == 101ms; }},
    {"deaf-after-response", "102 ms", [](const F& f) { return f.deaf_after_response == 102ms; }},
    {"wake-up", "100", [](const F& f) { return f.wake_up == 100; }},
    {"awake-for", "2000 ms", [](const F& f) { return f.awake_for == 2s; }},
    {"needs", "application-reset", [](const F& f) { return f.needs == F::Needs::application_reset; }},
    {"needs", "own-nke", [](const F& f) { return f.needs == F::Needs::own_nke; }},
    {"forgets-after", "60000 ms", [](const F& f) { return f.forgets_after == 60s; }},
    {"budget", "4", [](const F& f) { return f.budget == 4; }},
    {"budget-carries", "yes", [](const F& f) { return f.budget_carries; }},
    {"budget-empty", "old-data", [](const F& f) { return f.budget_empty == F::Spent::repeats; }},
    {"response-spread", "3 bit", [](const F& f) { return f.response_spread.bits == 3; }},
    {"answer-delay", "1100 ms", [](const F& f) { return f.answer_delay && f.answer_delay->time == 1100ms; }},
    {"answer-delay", "5 bit", [](const F& f) { return f.answer_delay && f.answer_delay->bits == 5; }},
    {"answer-jitter", "6 bit", [](const F& f) { return f.answer_jitter.bits == 6; }},
    {"answer-jitter", "20 ms", [](const F& f) { return f.answer_jitter.time == 20ms; }},
    {"wrong-checksum", "yes", [](const F& f) { return f.wrong_checksum; }},
    {"wrong-address", "77", [](const F& f) { return f.wrong_address == 77; }},
    {"wrong-id", "99999998", [](const F& f) { return f.wrong_id == "99999998"; }},
    {"truncate", "20", [](const F& f) { return f.truncate == 20; }},
    {"extra-octets", "e5 05",
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
    {"lax", "yes", [](const F& f) { return f.lax; }},
    {"parity-errors", "25 %", [](const F& f) { return f.parity_errors == 0.25; }},
    {"bit-errors", "50 %", [](const F& f) { return f.bit_errors == 0.5; }},
    {"gap-after", "21", [](const F& f) { return f.gap_after == 21; }},
    {"gap", "150 ms", [](const F& f) { return f.gap == 150ms; }},
    {"babble", "900 ms", [](const F& f) { return f.babble == 900ms; }},
    {"fcb", "ignore", [](const F& f) { return f.link.fcb == Fcb::ignored; }},
    {"fcb", "stuck", [](const F& f) { return f.link.fcb == Fcb::stuck; }},
    {"nke-resets-pages", "own+253", [](const F& f) { return f.link.nke_resets == NkeResets::own_and_other; }},
    {"nke-resets-pages", "never", [](const F& f) { return f.link.nke_resets == NkeResets::never; }},
    {"fcv-0-continues", "yes", [](const F& f) { return f.link.fcv_0_continues; }},
    {"one-memory", "yes", [](const F& f) { return f.link.one_memory; }},
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

}  // namespace
}  // namespace otbench::meters
