// otbench poll against emulated meters in another process.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/emulator.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

std::string plan(const std::string& port, const std::string& sinks) {
    return "every: 1s\nattempts: 1\nbuses:\n  cellar:\n    from: tcp:127.0.0.1:" + port +
           "\n    meters: {heat: 5, water: 6}\nsinks: " + sinks + "\n";
}

ProgramResult poll(const std::string& plan, const std::string& rounds) {
    return run_program(built_program("otbench"), {"poll", plan, "--rounds", rounds});
}

TEST(Poll, stores_readings_and_marks_gaps) {
    TemporaryFolder folder;
    const Emulator emulator{{"itron-cf-echo-2@5", "--on", "tcp-listen:127.0.0.1:0"}};
    write_file(folder / "plan.yaml",
               plan(emulator.port(), "{csv: " + (folder / "r.csv") + ", json-lines: " + (folder / "r.jsonl") +
                                         ", influx: " + (folder / "r.lp") + "}"));
    for (int run = 0; run < 2; ++run) {
        const auto polled = poll(folder / "plan.yaml", "1");
        EXPECT_EQ(polled.exit_code, 1) << polled.err;
        EXPECT_EQ(polled.err, "otbench poll: cellar/water: no answer\n");
    }
    const std::string csv = read_file(folder / "r.csv");
    EXPECT_THAT(csv, testing::StartsWith("bus,meter,address,received,id,"));
    EXPECT_EQ(csv.find("bus,meter,", 1), std::string::npos) << "the head is there once";
    EXPECT_THAT(csv, HasSubstr("cellar,heat,5,"));
    EXPECT_THAT(csv, testing::ContainsRegex("cellar,water,,[0-9]+,+no answer,,,\n"));
    std::istringstream lines{read_file(folder / "r.jsonl")};
    std::vector<nlohmann::json> readings;
    for (std::string line; std::getline(lines, line);) readings.push_back(nlohmann::json::parse(line));
    ASSERT_EQ(readings.size(), 4u);
    EXPECT_EQ(readings[0]["meter"], "heat");
    EXPECT_EQ(readings[0]["id"], "14273160");
    EXPECT_EQ(readings[3]["gap"], "no answer");
    const std::string influx = read_file(folder / "r.lp");
    EXPECT_THAT(influx, HasSubstr("mbus,bus=cellar,meter=heat,"));
    EXPECT_THAT(influx, HasSubstr("mbus_gap,bus=cellar,meter=water reason=\"no answer\" "));
}

TEST(Poll, has_as_many_columns_in_a_gap_as_in_a_reading) {
    TemporaryFolder folder;
    const Emulator emulator{{"itron-cf-echo-2@5", "--on", "tcp-listen:127.0.0.1:0"}};
    write_file(folder / "plan.yaml", plan(emulator.port(), "{csv: " + (folder / "r.csv") + "}"));
    poll(folder / "plan.yaml", "1");
    std::istringstream lines{read_file(folder / "r.csv")};
    std::string head;
    std::getline(lines, head);
    const auto columns = std::count(head.begin(), head.end(), ',');
    for (std::string line; std::getline(lines, line);)
        EXPECT_EQ(std::count(line.begin(), line.end(), ','), columns) << line;
}

TEST(Poll, marks_gaps_while_a_bus_cannot_be_reached) {
    TemporaryFolder folder;
    write_file(folder / "plan.yaml", plan("1", "{json-lines: " + (folder / "r.jsonl") + "}"));
    EXPECT_EQ(poll(folder / "plan.yaml", "2").exit_code, 1);
    const std::string lines = read_file(folder / "r.jsonl");
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 4);
    EXPECT_THAT(lines, HasSubstr(R"("gap":"the bus cannot be reached")"));
}

TEST(Poll, refuses_a_bad_plan_with_all_its_mistakes) {
    TemporaryFolder folder;
    const auto path = folder / "plan.yaml";
    write_file(path,
               "every: 10\nbuses: {b: {from: usb, style: mine, parity: mark, allowance: 2min, meters: {heat: 255, 'a "
               "b': 1}}}\nsinks: {influx: "
               "'http://127.0.0.1:1/write'}\n");
    const auto refused = poll(path, "1");
    EXPECT_EQ(refused.exit_code, 2);
    for (const char* mistake :
         {"plan.yaml:1:8: ", "invalid endpoint 'usb'", "unknown style 'mine' (expected one of standard, libmbus, ",
          "invalid parity 'mark'", "'2min' is too long", "invalid primary address '255'", "invalid name 'a b'",
          "a server needs a 'spool'"})
        EXPECT_THAT(refused.err, HasSubstr(mistake));
}

TEST(Poll, complains_of_a_wrong_broker_once) {
    TemporaryFolder folder;
    write_file(folder / "plan.yaml",
               "buses: {cellar: {from: 'tcp:127.0.0.1:1', meters: {heat: 5}}}\nsinks: {mqtt: 'http://x'}\n");
    const auto refused = poll(folder / "plan.yaml", "1");
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("invalid broker 'http://x' (expected mqtt[s]://"));
    EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
}

}  // namespace
}  // namespace otbench::tests
