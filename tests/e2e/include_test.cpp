// Devices, buses and meters that stand in files of their own.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Include : public testing::Test {
protected:
    Include() {
        std::filesystem::create_directories(folder / "parts");
        write("parts/heat.part.yaml",
              "profile: itron-cf-echo-2\naddress: ${address}\nvalues: {energy: '${energy}', volume: 1 m3}\n");
        write("parts/floor.part.yaml",
              "cable: {length: '${length}'}\n"
              "meters:\n  heat: {include: heat.part.yaml, with: {address: 7, energy: 50 kWh}}\n");
    }
    void write(const std::string& name, const std::string& text) { write_file(folder / name, text); }
    /// `otbench VERB a.yaml` for a scenario with these lines.
    ProgramResult otbench_on(const std::string& verb, const std::string& lines, std::vector<std::string> options = {}) {
        write("a.yaml", "name: A\nversion: 2\nbroker: internal\n" + lines);
        options.insert(options.begin(), {verb, folder / "a.yaml"});
        return otbench(options);
    }
    ProgramResult run(const std::string& lines) { return otbench_on("run", lines); }
    /// What is wrong with a scenario with these lines; each mistake begins with its file in the folder.
    std::string mistakes(const std::string& lines) {
        const auto validated = otbench_on("validate", lines);
        EXPECT_EQ(validated.exit_code, 2) << validated.out;
        std::string text = validated.err;
        for (auto at = text.find(folder.path() + "/"); at != std::string::npos; at = text.find(folder.path() + "/"))
            text.erase(at, folder.path().size() + 1);
        return text;
    }
    const TemporaryFolder folder;
};

TEST_F(Include, makes_a_bus_from_a_file_whose_meters_come_from_another_one) {
    const auto passed =
        run("bus: {include: parts/floor.part.yaml, with: {length: 3 m}}\n"
            "steps: [{read: heat, expect: {energy: 50 kWh, volume: 1 m3}}, {read: 7, expect: {energy: 50 kWh}}]\n");
    EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
}

TEST_F(Include, gives_way_to_the_keys_beside_it) {
    const auto passed =
        run("buses:\n"
            "  one:\n    meters:\n      a: {include: parts/heat.part.yaml, with: {address: 1, energy: 60 kWh}}\n"
            "  two:\n    meters:\n      b:\n        values: {energy: 70 kWh}\n        address: 3\n"
            "        include: parts/heat.part.yaml\n        with: {address: 2, energy: 60 kWh}\n"
            "steps:\n  - {read: a, expect: {energy: 60 kWh}}\n"
            "  - {read: 3, bus: two, expect: {energy: 70 kWh, volume: 1 m3}}\n");
    EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
}

TEST_F(Include, makes_devices_of_one_file_that_differ_in_a_parameter) {
    write("otb.yaml", "model: otb-iot\nmac: 5ccf7f0b58${last}\nfix: Q2\nflash: {location-1: '${place}'}\n");
    const auto passed =
        run("parameters: {place: [attic, cellar]}\n"
            "devices:\n  one: {include: otb.yaml, with: {last: 31}}\n  two: {include: otb.yaml, with: {last: 32}}\n"
            "steps:\n  - {publish: trigger/ping, device: two, topic: '/otb-iot/${place}/5ccf7f0b5832', "
            "expect: {status: ok:pong, topic: '/otb-iot/${place}/5ccf7f0b5832/status'}}\n");
    EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
    EXPECT_THAT(passed.out, HasSubstr("2 passed"));
}

TEST_F(Include, takes_a_fragment_of_the_folder_and_profiles_from_beside_the_fragment) {
    write("folder.yaml", "bus: {include: parts/own.part.yaml}\n");
    write("parts/own.part.yaml", "meters: {heat: {profile: ./mine.yaml, address: 1}}\n");
    EXPECT_THAT(mistakes("steps: [read: heat]\n"),
                HasSubstr("parts/own.part.yaml:1:26: profile 'parts/mine.yaml' does not exist (expected a file)"));
    std::filesystem::copy_file(source_file("meters/profiles/itron-cf-echo-2.yaml"), folder / "parts/mine.yaml");
    EXPECT_EQ(run("steps: [read: heat]\n").exit_code, 0);
}

TEST_F(Include, names_the_place_of_a_mistake_in_the_file_that_has_it) {
    write("parts/heat.part.yaml", "profile: itron-cf-echo-2\nadress: 1\n");
    EXPECT_THAT(mistakes("bus: {include: parts/floor.part.yaml, with: {length: 3}}\nsteps: [{read: 1}]\n"),
                AllOf(HasSubstr("parts/heat.part.yaml:2:1: unknown key 'adress' in a meter; did you mean 'address'?"),
                      HasSubstr("parts/floor.part.yaml:1:17: ")));
    write("parts/heat.part.yaml", "profile: [\n");
    EXPECT_THAT(mistakes("bus: {include: parts/floor.part.yaml, with: {length: 3 m}}\nsteps: [{read: 1}]\n"),
                HasSubstr("parts/heat.part.yaml:2:1: "));
    write("parts/heat.part.yaml", "[1, 2]\n");
    EXPECT_THAT(mistakes("bus: {include: parts/floor.part.yaml, with: {length: 3 m}}\nsteps: [{read: 1}]\n"),
                HasSubstr("parts/heat.part.yaml:1:1: 'include' must be a file with a meter, not a list"));
}

TEST_F(Include, refuses_cycles_missing_files_and_unknown_parameters) {
    const std::string steps = "steps: [note: x]\n";
    write("self.yaml", "meters: {heat: {include: self.yaml}}\n");
    EXPECT_THAT(mistakes("bus: {include: self.yaml}\n" + steps),
                HasSubstr("self.yaml:1:26: 'self.yaml' includes itself"));
    EXPECT_THAT(mistakes("devices: {d: {include: gone.yaml}}\n" + steps),
                HasSubstr("a.yaml:4:24: gone.yaml: no such file"));
    EXPECT_THAT(mistakes("bus: {include: parts/floor.part.yaml, with: {lenght: 3 m}}\n" + steps),
                AllOf(HasSubstr("a.yaml:4:46: unknown parameter 'lenght' of parts/floor.part.yaml; did you mean "
                                "'length'?"),
                      HasSubstr("parts/floor.part.yaml:1:17: unknown parameter 'length'")));
    EXPECT_THAT(mistakes("bus: {include: parts/floor.part.yaml, with: {length: [3 m]}}\n" + steps),
                HasSubstr("a.yaml:4:54: 'length' must be text, not a list"));
    write("steps.yaml", "- note: ${what}\n");
    EXPECT_THAT(
        mistakes("steps: [{include: steps.yaml, with: {what: a, wat: b}}]\n"),
        AllOf(HasSubstr("unknown parameter 'wat' of steps.yaml; did you mean 'what'?"), Not(HasSubstr("'what' of"))));
}

TEST_F(Include, is_of_version_2) {
    write_file(folder / "a.yaml",
               "name: A\nversion: 1\ndevices: {boiler: {include: parts/x.yaml}}\nsteps: [{note: x}]\n");
    const auto refused = otbench({"validate", folder / "a.yaml"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("a.yaml:3:20: 'include' needs version 2 of the format"));
}

TEST_F(Include, leaves_parts_out_of_the_scenarios_of_a_folder) {
    write("a.yaml",
          "name: A\nversion: 2\nbroker: internal\nbus: {include: parts/floor.part.yaml, with: {length: 3 m}}\n"
          "steps: [read: heat]\n");
    const auto run = otbench({"run", folder.path()});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_THAT(run.out, HasSubstr("passed: 1 of 1 step"));
}

}  // namespace
}  // namespace otbench::tests
