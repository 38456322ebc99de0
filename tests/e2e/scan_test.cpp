// The step `scan`: what it finds, what it misses, and what it refuses.
#include <gmock/gmock.h>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A run of `steps` on a bus with these meters.
ProgramResult run_on_bus(const std::string& meters, const std::string& steps) {
    const TemporaryFolder folder;
    write_file(folder / "scan.yaml", "name: scan\nversion: 2\nbroker: internal\ntime-limit: 10min\nbus:\n  meters:\n" +
                                         meters + "steps:\n" + steps);
    return otbench({"run", folder / "scan.yaml"});
}

const std::string three =
    "    heat: {profile: itron-cf-echo-2, address: 1}\n"
    "    flat: {profile: kamstrup-382, address: 10, id: '10000001', count: 2}\n";

TEST(Scan, names_meters_that_it_does_not_find) {
    const auto run = run_on_bus(three, "  - meter: flat-2\n    set: {mute: yes}\n  - scan: secondary\n");
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.out, HasSubstr("expected  3 meters"));
    EXPECT_THAT(run.out, HasSubstr("missing flat-2"));
}

TEST(Scan, names_meters_that_it_finds_unexpectedly) {
    const auto run = run_on_bus(three, "  - scan: secondary\n    expect: [heat, flat-1]\n");
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.out, HasSubstr("unexpected 10000002"));
    const auto primary = run_on_bus(three, "  - scan: primary\n    expect: [heat, flat-1]\n");
    EXPECT_EQ(primary.exit_code, 1);
    EXPECT_THAT(primary.out, HasSubstr("unexpected 10000002"));
}

TEST(Scan, fails_where_meters_cannot_be_told_apart) {
    const auto run = run_on_bus(
        "    one: {profile: itron-cf-echo-2, address: 1, shares-address: yes}\n"
        "    two: {profile: kamstrup-382, address: 1, shares-address: yes}\n",
        "  - scan: primary\n");
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.out, HasSubstr("unresolved collision at address 1"));
}

TEST(Scan, expects_of_a_mask_the_meters_that_it_means) {
    const auto run = run_on_bus(three, "  - scan: 1000****\n");
    EXPECT_EQ(run.exit_code, 0) << run.out;
    EXPECT_THAT(run.out, HasSubstr("2 meters, "));
}

TEST(Scan, fails_when_it_takes_more_frames_than_allowed) {
    const auto run = run_on_bus(three, "  - scan: secondary\n    frames: .. 5\n");
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.out, HasSubstr("frames"));
}

TEST(Scan, refuses_mistakes_in_its_keys) {
    const auto run = run_on_bus(three,
                                "  - scan: everything\n"
                                "  - scan: secondary\n    expect: [cold]\n"
                                "  - scan: secondary\n    expect: heat\n"
                                "  - scan: secondary\n    style: mine\n");
    EXPECT_EQ(run.exit_code, 2);
    for (const char* text : {"invalid scan 'everything' (expected primary, secondary, or a secondary address",
                             "unknown meter 'cold'", "'expect' must be a list of meter names", "'mine'"})
        EXPECT_THAT(run.err, HasSubstr(text));
}

TEST(Bus, of_a_standard_master_supplies_250_unit_loads_and_no_more) {
    const std::string fleet = "    flat: {profile: itron-cf-echo-2, address: 1, id: '10000001', count: 249}\n";
    const auto with_last = [&](const std::string& loads) {
        return run_on_bus(fleet + "    last: {profile: itron-cf-echo-2, address: 250, unit-loads: " + loads + "}\n",
                          "  - read: last\n")
            .out;
    };
    EXPECT_THAT(with_last("1"), Not(HasSubstr("rated")));
    EXPECT_THAT(with_last("2"), HasSubstr("377 mA is more than the converter is rated for"));
}

}  // namespace
}  // namespace otbench::tests
