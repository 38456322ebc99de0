// Snapshots of values, and `otbench run --update`, which writes what came as the new expectation.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* head =
    "name: A  # the name\nversion: 2\nbroker: internal\nbus:\n"
    "  meters: {heat: {profile: itron-cf-echo-2, address: 1, id: 14273160, values: {energy: 9730 kWh}}}\n";

class Update : public testing::Test {
protected:
    void write(const std::string& steps) { write_file(file, head + steps); }
    ProgramResult run(std::vector<std::string> options = {}) {
        options.insert(options.begin(), {"run", file});
        return otbench(options);
    }
    /// The steps of the file as they are now.
    std::string steps() { return read_file(file).substr(std::string{head}.size()); }

    const TemporaryFolder folder;
    const std::string file = folder / "a.yaml";
};

TEST_F(Update, writes_a_value_and_keeps_everything_else) {
    write("steps:\n  - read: heat   # who\n    expect: {energy: 9000 kWh ± 1 %, id: '1'}  # what\n");
    EXPECT_EQ(run().exit_code, 1);
    const auto updated = run({"--update"});
    EXPECT_EQ(updated.exit_code, 0) << updated.out << updated.err;
    EXPECT_THAT(updated.out, HasSubstr("updated " + file + ":8:22: '9000 kWh' is now '9730 kWh'\n"));
    EXPECT_THAT(updated.out, HasSubstr("updated " + file + ":8:43: '1' is now '14273160'\n"));
    EXPECT_EQ(steps(),
              "steps:\n  - read: heat   # who\n    expect: {energy: 9730 kWh ± 1 %, id: '14273160'}  # what\n");
    EXPECT_EQ(run().exit_code, 0);
    EXPECT_THAT(run({"--update"}).out, HasSubstr("nothing to update\n"));
}

TEST_F(Update, writes_replies_and_goes_on_after_them) {
    write_file(file,
               "name: A\nversion: 2\nbroker: internal\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\n"
               "steps:\n  - {publish: trigger/ping, expect: ok}\n  - {publish: trigger/pong, expect: {status: ok}}\n"
               "  - {publish: trigger/ping, expect: {prefix: ok}}\n");
    EXPECT_EQ(run({"--update"}).exit_code, 0);
    EXPECT_THAT(read_file(file), HasSubstr("expect: 'ok:pong'}"));
    EXPECT_EQ(run().exit_code, 0);
}

TEST_F(Update, writes_expectations_of_an_included_file_into_that_file) {
    write("steps: [include: part.yaml]\n");
    write_file(folder / "part.yaml", "- {read: heat, expect: {energy: 1 kWh}}\n");
    EXPECT_EQ(run({"--update"}).exit_code, 0);
    EXPECT_EQ(read_file(folder / "part.yaml"), "- {read: heat, expect: {energy: 9730 kWh}}\n");
}

TEST_F(Update, writes_values_of_json_payloads) {
    const std::string publish =
        R"(  - publish: '{"state": {"energy": "9800 kWh", "on": true, "level": 3.5}, "name": "heat: it"}')"
        "\n    topic: test/meter\n    expect:\n      topic: test/meter  # where\n";
    const auto with = [&](const std::string& energy, const std::string& on, const std::string& level,
                          const std::string& name) {
        return "steps:\n" + publish + "      json: {/state/energy: " + energy + ", '/state/on': " + on +
               ",   # what\n             /state/level: {value: " + level + ", tolerance: 0.1}, /name: " + name + "}\n";
    };
    write(with("9000 kWh ± 1 %", "'true'", "2", "x"));
    const auto updated = run({"--update"});
    EXPECT_EQ(updated.exit_code, 0) << updated.out << updated.err;
    EXPECT_THAT(updated.out, HasSubstr("'9000 kWh' is now '9800 kWh'\n"));
    EXPECT_EQ(steps(), with("9800 kWh ± 1 %", "'true'", "3.5", "'heat: it'"));
    EXPECT_EQ(run().exit_code, 0);
}

TEST_F(Update, leaves_json_that_lacks_a_value) {
    const std::string text =
        "steps:\n  - publish: '{\"a\": 1}'\n    topic: t\n    expect: {topic: t, json: {/a: 2, /b: 3}}\n";
    write(text);
    EXPECT_EQ(run({"--update"}).exit_code, 1);
    EXPECT_EQ(steps(), text);
}

TEST_F(Update, leaves_json_whose_value_a_parameter_has) {
    const std::string text =
        "parameters: {n: [2]}\nsteps:\n  - publish: '{\"a\": 1}'\n    topic: t\n"
        "    expect: {topic: t, json: {/a: '${n}'}}\n";
    write(text);
    const auto refused = run({"--update"});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, HasSubstr("not updated: " + file + ":10:35: '2' does not stand here as such"));
    EXPECT_EQ(steps(), text);
}

TEST_F(Update, leaves_a_value_that_the_file_computes) {
    const std::string text = "steps:\n  - let: {e: 9000}\n  - {read: heat, expect: {energy: '${e} kWh'}}\n";
    write(text);
    const auto refused = run({"--update"});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, HasSubstr("not updated: " + file + ":8:35: '9000 kWh' does not stand here as such"));
    EXPECT_EQ(steps(), text);
}

TEST_F(Update, changes_the_literal_values_of_a_file_in_which_others_are_computed_or_differ) {
    write(
        "parameters: {e: [10, 20]}\nsteps:\n  - {meter: heat, set: {energy: '${e} kWh', volume: 5 m3}}\n"
        "  - {read: heat, expect: {energy: 1 kWh, id: 1, volume: 9 m3}}\n  - let: {v: 9}\n"
        "  - {read: heat, expect: {volume: '${v} m3', id: 2}}\n");
    const auto updated = run({"--update"});
    EXPECT_EQ(updated.exit_code, 1);
    EXPECT_THAT(updated.err, HasSubstr("not updated: " + file + ":9:35: several values came"));
    EXPECT_THAT(updated.err, HasSubstr("not updated: " + file + ":11:35: '9 m3' does not stand here as such"));
    EXPECT_EQ(steps(),
              "parameters: {e: [10, 20]}\nsteps:\n  - {meter: heat, set: {energy: '${e} kWh', volume: 5 m3}}\n"
              "  - {read: heat, expect: {energy: 1 kWh, id: 14273160, volume: 5.0 m3}}\n  - let: {v: 9}\n"
              "  - {read: heat, expect: {volume: '${v} m3', id: 14273160}}\n");
}

TEST_F(Update, leaves_a_place_for_which_cases_differ) {
    const std::string text =
        "parameters: {e: [10, 20]}\nsteps:\n  - {meter: heat, set: {energy: '${e} kWh'}}\n  - {read: heat, expect: "
        "{energy: 1 kWh}}\n";
    write(text);
    const auto refused = run({"--update"});
    EXPECT_EQ(refused.exit_code, 1) << refused.out;
    EXPECT_THAT(refused.err, HasSubstr(":9:35: several values came (of cases or rounds of a loop)"));
    EXPECT_EQ(steps(), text);
}

TEST_F(Update, leaves_a_case_that_fails_for_another_reason) {
    const std::string text = "steps:\n  - {read: heat, expect: {energy: 1 kWh}}\n  - check: 1 == 2\n";
    write(text);
    EXPECT_EQ(run({"--update"}).exit_code, 1);
    EXPECT_EQ(steps(), text);
}

TEST_F(Update, leaves_a_case_that_is_expected_to_fail) {
    const std::string text = "expect-fail: known\nsteps:\n  - {read: heat, expect: {energy: 1 kWh}}\n";
    write(text);
    EXPECT_EQ(run({"--update"}).exit_code, 0);
    EXPECT_EQ(steps(), text);
}

constexpr const char* snapshot_steps =
    "steps:\n  - {read: heat, save: {e: energy}}\n  - expect-line: {bus-voltage-mark: 20 V .. 42 V}\n"
    "  - snapshot-values: heat.json\n    values: [volume, bus-voltage-mark, e]\n    tolerance: {bus-voltage-mark: 0.5 "
    "V}\n";

TEST_F(Update, a_snapshot_without_a_file_fails_and_says_how_to_write_it) {
    write(snapshot_steps);
    const auto failed = run({"--out", folder / "out"});
    EXPECT_EQ(failed.exit_code, 1);
    EXPECT_THAT(failed.out, HasSubstr("no such file; otbench run --update " + file + " writes it"));
    EXPECT_FALSE(fs::exists(folder / "heat.json"));
    const auto written = nlohmann::json::parse(read_file(folder / "out/snapshots/heat.json"));
    EXPECT_EQ(written.at("e"), "9730 kWh");
    EXPECT_EQ(written.size(), 3);
}

TEST_F(Update, a_snapshot_is_written_once_and_then_compared) {
    write(snapshot_steps);
    const auto updated = run({"--update"});
    EXPECT_EQ(updated.exit_code, 0) << updated.out;
    EXPECT_THAT(updated.out, HasSubstr("updated " + (folder / "heat.json") + ": written\n"));
    EXPECT_EQ(run().exit_code, 0);
    auto stored = nlohmann::json::parse(read_file(folder / "heat.json"));
    const double volts = std::stod(stored.at("bus-voltage-mark").get<std::string>());
    stored["bus-voltage-mark"] = std::to_string(volts + 0.4) + " V";
    write_file(folder / "heat.json", stored.dump());
    EXPECT_EQ(run().exit_code, 0);
    stored["bus-voltage-mark"] = std::to_string(volts + 0.6) + " V";
    write_file(folder / "heat.json", stored.dump());
    const auto far = run();
    EXPECT_EQ(far.exit_code, 1);
    EXPECT_THAT(far.out, HasSubstr("bus-voltage-mark at "));
    EXPECT_THAT(far.out, HasSubstr("± 0.5 V\n"));
}

TEST_F(Update, a_snapshot_fails_for_values_that_are_new_or_gone_and_for_damage) {
    write("steps:\n  - read: heat\n  - {snapshot-values: heat.json, values: [energy]}\n");
    write_file(folder / "heat.json", R"({"volume": "1 m3"})");
    const auto differs = run();
    EXPECT_THAT(differs.out, HasSubstr("expected  no such value\n"));
    EXPECT_THAT(differs.out, HasSubstr("got       no such value so far\n"));
    write_file(folder / "heat.json", "[1");
    EXPECT_THAT(run().out, HasSubstr("invalid snapshot (expected a JSON object of texts)"));
    EXPECT_EQ(run({"--update"}).exit_code, 0);
    EXPECT_EQ(nlohmann::json::parse(read_file(folder / "heat.json")).dump(), R"({"energy":"9730 kWh"})");
}

TEST_F(Update, a_snapshot_of_a_value_that_never_came_fails_also_with_update) {
    write("steps:\n  - read: heat\n  - {snapshot-values: heat.json, values: [energy, enrgy]}\n");
    const auto failed = run({"--update"});
    EXPECT_EQ(failed.exit_code, 1);
    EXPECT_THAT(failed.out, HasSubstr("enrgy at "));
    EXPECT_FALSE(fs::exists(folder / "heat.json"));
}

}  // namespace
}  // namespace otbench::tests
