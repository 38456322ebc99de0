#include <gtest/gtest.h>

#include "meters/line/link_faults.hpp"
#include "tests/meters/setting_examples.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using L = LinkFaults;

bool is(const OctetsAt& place, const OctetBuffer& octets, std::uint32_t at) {
    return place.octets == octets && place.at == at;
}

const std::vector<SettingExample<LinkFaults>> examples = {
    {"link-seed", "17", [](const L& f) { return f.seed == 17; }},
    {"link-parity", "odd", [](const L& f) { return f.parity == bus::Parity::odd; }},
    {"link-parity", "none", [](const L& f) { return f.parity == bus::Parity::none; }},
    {"link-stop-bits", "2", [](const L& f) { return f.stop_bits == 2u; }},
    {"echo", "yes", [](const L& f) { return f.echo; }},
    {"echo-delay", "11 ms", [](const L& f) { return f.echo_delay == 11ms; }},
    {"echo-losses", "25 %", [](const L& f) { return f.echo_losses == 0.25; }},
    {"echo-misses", "12", [](const L& f) { return f.echo_misses == 12; }},
    {"echo-cut", "yes", [](const L& f) { return f.echo_cut; }},
    {"link-ack", "none", [](const L& f) { return f.acknowledges == L::Acknowledges::none; }},
    {"link-ack", "all", [](const L& f) { return f.acknowledges == L::Acknowledges::all; }},
    {"link-direction", "requests", [](const L& f) { return f.direction == L::Direction::requests; }},
    {"link-direction", "both", [](const L& f) { return f.direction == L::Direction::both; }},
    {"link-times", "13", [](const L& f) { return f.times == 13; }},
    {"link-drop", "28 at 33", [](const L& f) { return f.drop.count == 28 && f.drop.at == 33; }},
    {"link-drop-every", "14", [](const L& f) { return f.drop_every == 14; }},
    {"link-losses", "50 %", [](const L& f) { return f.losses == 0.5; }},
    {"link-insert", "ff00 at 2",
     [](const L& f) {
         return is(f.insert, {0xFF, 0x00}, 2);
     }},
    {"link-flip", "01 at 3", [](const L& f) { return is(f.flip, {0x01}, 3); }},
    {"link-truncate", "15", [](const L& f) { return f.truncate == 15; }},
    {"link-late-tail", "16 ms", [](const L& f) { return f.late_tail == 16ms; }},
    {"link-bit-errors", "75 %", [](const L& f) { return f.bit_errors == 0.75; }},
    {"link-bit-error-kind", "0-to-1", [](const L& f) { return f.flips == L::Flips::lost_spaces; }},
    {"link-bit-error-kind", "1-to-0", [](const L& f) { return f.flips == L::Flips::lost_marks; }},
    {"link-burst", "18", [](const L& f) { return f.burst == 18; }},
    {"link-latency", "19 ms", [](const L& f) { return f.latency == 19ms; }},
    {"link-jitter", "20 ms", [](const L& f) { return f.jitter == 20ms; }},
    {"link-chunk", "21", [](const L& f) { return f.chunk == 21; }},
    {"link-chunk-pause", "22 ms", [](const L& f) { return f.chunk_pause == 22ms; }},
    {"link-lag-one", "yes", [](const L& f) { return f.lag_one; }},
    {"link-greeting", "0516",
     [](const L& f) {
         return f.greeting == OctetBuffer{0x05, 0x16};
     }},
    {"link-stall-after", "23", [](const L& f) { return f.stall_after == 23; }},
    {"link-stall-until", "restart", [](const L& f) { return f.stall_until == L::Until::restart; }},
    {"link-reset-after", "24", [](const L& f) { return f.reset_after == 24; }},
    {"link-half-open-after", "25", [](const L& f) { return f.half_open_after == 25; }},
    {"link-half-close-after", "27", [](const L& f) { return f.half_close_after == 27; }},
    {"link-close-idle", "26 ms", [](const L& f) { return f.close_idle == 26ms; }},
    {"link-max-clients", "27", [](const L& f) { return f.max_clients == 27; }},
};

TEST(LinkFaultTable, each_name_sets_its_own_member_and_no_other) {
    expect_settings(link_fault_entries(), examples, find_link_fault);
}

TEST(LinkFaultTable, is_the_one_of_the_manual) {
    expect_documented(link_fault_entries(), OTBENCH_SOURCE_DIR "/docs/user/meters.md");
}

}  // namespace
}  // namespace otbench::meters
