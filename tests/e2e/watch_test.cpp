// `otbench run --watch`: a change of a file starts the run again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

constexpr const char* scenario =
    "name: A\nversion: 2\nbroker: internal\nbus:\n"
    "  meters: {heat: {profile: itron-cf-echo-2, address: 1, values: {energy: 9730 kWh}}}\n"
    "steps: [include: part.yaml]\n";

/// Runs `otbench run --watch OPTIONS a.yaml` in `folder`, then the lines of `script` with `wait_for WORDS`, which waits
/// until the words are in the output once more, and interrupts it. The exit code is that of otbench.
ProgramResult watched(const TemporaryFolder& folder, const std::string& options, const std::string& script,
                      const std::string& program = built_program("otbench")) {
    write_file(folder / "script.sh",
               "cd '" + folder.path() + "'\nn=0\n" + program + " run --watch " + options +
                   " a.yaml > out 2>&1 &\n"
                   "wait_for() { c=0; until [ $(grep -c \"$1\" out) -ge $2 ]; do c=$((c+1)); [ $c -lt 600 ] || { kill "
                   "$!; exit 99; }; sleep 0.1; done; }\n" +
                   script + "kill -TERM $!\nwait $!\ncode=$?\ncat out\nexit $code\n");
    return run_program("/bin/sh", {folder / "script.sh"});
}

TEST(Watch, runs_again_when_the_scenario_or_an_included_file_changes) {
    const TemporaryFolder folder;
    write_file(folder / "a.yaml", scenario);
    write_file(folder / "part.yaml", "- {read: heat, expect: {energy: 9730 kWh}}\n");
    const auto run = watched(folder, "",
                             "wait_for 'waiting for a change' 1\n"
                             "sed -i s/9730/9740/ part.yaml\n"
                             "wait_for 'waiting for a change' 2\n"
                             "sed -i s/9730/9740/ a.yaml\n"
                             "wait_for 'waiting for a change' 3\n");
    EXPECT_EQ(run.exit_code, 130) << run.out;
    EXPECT_THAT(run.out, HasSubstr("part.yaml has changed\n"));
    EXPECT_THAT(run.out, HasSubstr("a.yaml has changed\n"));
    const auto first = run.out.find("passed: 1 of 1 step"), second = run.out.find("failed: 1 of 1 step");
    ASSERT_NE(first, std::string::npos);
    ASSERT_NE(second, std::string::npos);
    EXPECT_LT(first, second);
    EXPECT_NE(run.out.find("passed: 1 of 1 step", second), std::string::npos);
}

TEST(Watch, runs_again_when_the_program_under_test_is_built_anew) {
    const TemporaryFolder folder;
    write_file(folder / "a.yaml",
               "name: A\nversion: 2\nbroker: internal\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\n"
               "steps: [{publish: trigger/ping, expect: {regex: .}}]\n");
    const std::string firmware = folder / "firmware/program";
    std::filesystem::create_directories(folder / "firmware");
    write_file(firmware, "#!/bin/sh\nexit 1\n");
    std::filesystem::permissions(firmware, std::filesystem::perms::owner_all);
    // As a linker does: another file takes the place of the old one.
    const auto run = watched(folder, "--device boiler=" + firmware,
                             "wait_for 'waiting for a change' 1\n"
                             "cp '" +
                                 built_program("sample_gateway") +
                                 "' firmware/new && mv firmware/new firmware/program\n"
                                 "wait_for 'waiting for a change' 2\n");
    EXPECT_EQ(run.exit_code, 130) << run.out;
    const auto changed = run.out.find("firmware/program has changed\n");
    ASSERT_NE(changed, std::string::npos) << run.out;
    EXPECT_EQ(run.out.rfind("passed: 1 of 1 step", changed), std::string::npos);
    EXPECT_NE(run.out.find("passed: 1 of 1 step", changed), std::string::npos) << run.out;
}

TEST(Watch, runs_again_when_otbench_itself_is_built_anew) {
    const TemporaryFolder folder;
    write_file(folder / "a.yaml", scenario);
    write_file(folder / "part.yaml", "- {read: heat}\n");
    const std::string program = folder / "otbench";
    std::filesystem::copy_file(built_program("otbench"), program);
    const auto run = watched(folder, "",
                             "wait_for 'waiting for a change' 1\n"
                             "cp otbench new && mv new otbench\n"
                             "wait_for 'waiting for a change' 2\n",
                             program);
    EXPECT_EQ(run.exit_code, 130) << run.out;
    EXPECT_THAT(run.out, HasSubstr("/otbench has changed\n"));
}

TEST(Watch, runs_again_when_a_fragment_or_a_profile_elsewhere_changes) {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "here");
    std::filesystem::create_directories(folder / "there");
    std::filesystem::copy_file(source_file("meters/profiles/itron-cf-echo-2.yaml"), folder / "there/mine.yaml");
    write_file(folder / "there/heat.part.yaml", "profile: ./mine.yaml\naddress: 1\n");
    write_file(folder / "a.yaml",
               "name: A\nversion: 2\nbroker: internal\nbus: {meters: {heat: {include: there/heat.part.yaml}}}\n"
               "steps: [read: heat]\n");
    const auto run = watched(folder, "",
                             "wait_for 'waiting for a change' 1\necho '# more' >> there/heat.part.yaml\n"
                             "wait_for 'waiting for a change' 2\necho '# more' >> there/mine.yaml\n"
                             "wait_for 'waiting for a change' 3\n");
    EXPECT_EQ(run.exit_code, 130) << run.out;
    EXPECT_THAT(run.out, HasSubstr("there/heat.part.yaml has changed\n"));
    EXPECT_THAT(run.out, HasSubstr("there/mine.yaml has changed\n"));
}

TEST(Watch, waits_for_a_file_with_a_mistake_to_be_mended) {
    const TemporaryFolder folder;
    write_file(folder / "a.yaml", "name: A\n");
    write_file(folder / "part.yaml", "- {read: heat}\n");
    write_file(folder / "good", scenario);
    const auto run =
        watched(folder, "", "wait_for 'waiting for a change' 1\ncp good a.yaml\nwait_for 'passed: 1 of 1 step' 1\n");
    EXPECT_EQ(run.exit_code, 130) << run.out;
    EXPECT_THAT(run.out, HasSubstr("a scenario needs"));
}

TEST(Watch, takes_no_notice_of_what_the_run_itself_writes) {
    const TemporaryFolder folder;
    write_file(folder / "a.yaml", scenario);
    write_file(folder / "part.yaml", "- {read: heat, expect: {energy: 1 kWh}}\n- snapshot-values: heat.json\n");
    const auto run = watched(folder, "--update --out .",
                             "wait_for 'waiting for a change' 1\necho '# more' >> part.yaml\n"
                             "wait_for 'waiting for a change' 2\n");
    EXPECT_EQ(run.exit_code, 130) << run.out;
    EXPECT_THAT(run.out, HasSubstr("nothing to update"));
    EXPECT_THAT(run.out, testing::Not(HasSubstr("heat.json has changed")));
}

}  // namespace
}  // namespace otbench::tests
