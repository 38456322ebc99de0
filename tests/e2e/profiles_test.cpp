#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

TEST(Profiles, are_listed_with_their_products) {
    const auto listed = otbench({"profiles", "list"});
    EXPECT_EQ(listed.exit_code, 0);
    EXPECT_THAT(listed.out, HasSubstr("NAME "));
    EXPECT_THAT(listed.out, testing::ContainsRegex("itron-cf-echo-2 +ACW +Heat: Outlet +Itron CF Echo II\n"));
}

TEST(Profiles, show_which_values_a_scenario_may_set) {
    const auto shown = otbench({"profiles", "show", "itron-cf-echo-2"});
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_THAT(shown.out, testing::ContainsRegex("energy +9730 kWh +int32 +quantity: energy, step: 10 kWh"));
    EXPECT_THAT(shown.out, HasSubstr("the meter's id"));
}

TEST(Profiles, an_unknown_one_is_refused_with_a_guess) {
    const auto shown = otbench({"profiles", "show", "itron-cf-eco-2"});
    EXPECT_EQ(shown.exit_code, 2);
    EXPECT_THAT(shown.err, HasSubstr("unknown profile 'itron-cf-eco-2'; did you mean 'itron-cf-echo-2'?"));
}

TEST(Profiles, come_from_the_folders_that_the_environment_names_before_those_that_come_along) {
    const TemporaryFolder first, second;
    const std::string echo = read_file(source_file("meters/profiles/itron-cf-echo-2.yaml"));
    write_file(first / "my-meter.yaml", echo);
    write_file(second / "itron-cf-51.yaml", echo);  // hides the one that comes along
    const auto listed = otbench({"profiles", "list"}, {{"OTBENCH_PROFILES", first.path() + ":" + second.path()}});
    EXPECT_THAT(listed.out, HasSubstr("my-meter"));
    EXPECT_THAT(listed.out, HasSubstr("siemens-wfh21"));
    const auto shown = otbench({"profiles", "show", "itron-cf-51"}, {{"OTBENCH_PROFILES", second.path()}});
    EXPECT_THAT(shown.out, HasSubstr("manufacturer ACW, version 9"));
}

constexpr const char* modelled = R"(
name: A heat meter of a profile beside the scenario
version: 1
devices: {boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}}
bus:
  converter: {tx: boiler.gpio15, rx: boiler.gpio13}
  meters:
    heat:
      profile: ./mine.yaml
      address: 1
      model: heat
      values: {volume-flow: 1000 l/h, flow-temperature: 70 C, return-temperature: 40 C, time-point: 2024-05-01T12:00}
steps:
  - publish: set/config/serial/tx/15
  - publish: set/config/serial/rx/13
  - publish: set/config/serial/speed/2400
  - publish: set/config/serial/enable
    expect: ok
  - publish: trigger/serial/send/107b017c16
    expect: ok
  - wait: {until: bus idle for 300ms, within: 5s}
  - publish: trigger/serial/buffer/dump
    expect: [{prefix: "ok:68"}, {prefix: "ok:"}, {prefix: "ok:"}, {regex: "/16/xx$"}]
  - decode: last dump
    expect: {power: {value: 34.4 kW, tolerance: 0.5 kW}, time-point: 2024-05-01T12:00}
)";

TEST(Profiles, are_found_beside_a_scenario_and_calculate_by_their_model) {
    const TemporaryFolder folder;
    write_file(folder / "mine.yaml", read_file(source_file("meters/profiles/itron-cf-echo-2.yaml")));
    write_file(folder / "heat.yaml", modelled);
    const auto run = otbench({"run", folder / "heat.yaml", "--broker", "internal", "--out", folder / "out"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
}

constexpr const char* water = "68 15 15 68 08 01 72 78 56 34 12 43 04 01 07 05 00 00 00 0c 13 01 00 00 00 03 16";

/// The profile that import prints for these arguments.
std::string imported(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"profiles", "import"});
    const auto run = otbench(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return run.out;
}

TEST(ImportedProfiles, are_made_from_every_notation_of_a_telegram) {
    const std::string profile = imported({water});
    EXPECT_THAT(profile, HasSubstr("- {quantity: volume, step: 0.001 m3, coding: bcd8, default: 0.001 m3}"));
    std::string glued = water;
    glued.erase(std::remove(glued.begin(), glued.end(), ' '), glued.end());
    EXPECT_EQ(imported({glued}), profile);
    EXPECT_EQ(imported({"e5" + glued}), profile);
    EXPECT_EQ(imported({"ok:68/15/15/68/08/01/72/78/56/34/12/43/04\nok:01/07/05/00/00/00/0c/13/01/00/00/00/03/16/xx"}),
              profile);
    const TemporaryFolder folder;
    write_file(folder / "tty.log",
               "[12:00:00] SEND (005): 10 40 01 41 16\n[12:00:00] RECV (001): E5\n"
               "[12:00:01] SEND (005): 10 5B 01 5C 16\n[12:00:01] RECV (027): " +
                   std::string{water} + "\n");
    EXPECT_EQ(imported({folder / "tty.log"}), profile);
    const std::string frame{water};
    for (const std::string& log :
         {"INFO:meterbus.serial:SEND (005) 10 5B 01 5C 16\nINFO:meterbus.serial:RECV (027) " + frame + "\n",
          "1.0000 > meter REQ_UD2 10 5b 01 5c 16\n1.0400 < meter RSP_UD " + frame + " | volume 0.001 m3\n",
          R"({"id":1,"kind":"frame","direction":"request","hex":"105b015c16"})"
          "\n"
          R"({"id":2,"kind":"frame","direction":"answer","hex":")" +
              glued + "\"}\n",
          "> 2026/11/28 09:31:00.1  length=5 from=0 to=4\n 10 5b 01 5c 16\n"
          "< 2026/11/28 09:31:00.2  length=27 from=0 to=26\n " +
              frame + "\n"}) {
        write_file(folder / "any.log", log);
        EXPECT_EQ(imported({folder / "any.log"}), profile) << log;
    }
}

TEST(ImportedProfiles, say_what_an_encrypted_telegram_says_when_its_key_is_given) {
    const std::string encrypted =
        "6834346808017278563412770409042a0020051080fa20eab08ff83afc09a64be50aee48d9c4a1cdc054571ad03e6679cb5648"
        "02fd1700008216";
    EXPECT_THAT(imported({"--key", "000102030405060708090a0b0c0d0e0f", encrypted}), HasSubstr("default: 9730 kWh"));
    const auto unread = otbench({"profiles", "import", encrypted});
    EXPECT_THAT(unread.err, HasSubstr("the profile repeats the encrypted bytes"));
    EXPECT_EQ(otbench({"profiles", "import", "--key", std::string(32, 'f'), encrypted}).exit_code, 2);
}

TEST(ImportedProfiles, are_found_and_shown_once_they_lie_in_the_folder_of_profiles) {
    const TemporaryFolder folder;
    const auto run = otbench({"profiles", "import", water, "-o", folder / "my-water.yaml"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.out, HasSubstr("my-water.yaml: ABC Water, 1 values"));
    const auto shown = otbench({"profiles", "show", "my-water"}, {{"OTBENCH_PROFILES", folder.path()}});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    EXPECT_THAT(shown.out, HasSubstr("volume"));
}

TEST(ImportedProfiles, are_not_made_from_bad_recordings_which_are_reported_in_one_line) {
    const TemporaryFolder folder;
    std::string damaged = water;
    damaged.replace(damaged.find("03 16"), 2, "04");
    const std::string target = folder / "my-water.yaml";
    const std::vector<std::pair<std::string, std::string>> cases = {
        {damaged, "argument:1: byte 25: checksum 0x04, computed 0x03"},
        {std::string{water}.substr(0, 40), "argument:1: "},
        {"10 5b 01 5c 16", "no telegram of a meter found"},
        {"68 04 04 68 08 01 70 08 81 16", "telegram 1: an application error (expected a readout)"},
        {folder / "no-such-file", "cannot read '"},
        {"", "cannot read ''"},
    };
    for (const auto& [input, message] : cases) {
        const auto run = otbench({"profiles", "import", input, "-o", target});
        EXPECT_EQ(run.exit_code, 2) << input;
        EXPECT_THAT(run.err, testing::AllOf(HasSubstr("otbench profiles import: "), HasSubstr(message))) << input;
        EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
        EXPECT_FALSE(std::filesystem::exists(target));
    }
    EXPECT_EQ(otbench({"profiles", "import", water, "-o", folder / "no/such.yaml"}).exit_code, 3);
}

}  // namespace
}  // namespace otbench::tests
