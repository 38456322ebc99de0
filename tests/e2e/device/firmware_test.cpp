#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// The messages published in a trace, in order.
std::vector<std::string> published(const std::string& trace) {
    std::vector<std::string> payloads;
    std::istringstream lines{trace};
    for (std::string line; std::getline(lines, line);) {
        const json event = json::parse(line);
        if (event.at("kind") == "publish") payloads.push_back(event.at("payload"));
    }
    return payloads;
}

TEST(FirmwareTrace, plays_a_recorded_case_with_the_messages_of_the_recording) {
    const std::string recording = source_file("tests/data/firmware/seed_sequence");
    const auto played = otbench({"firmware", "trace", recording + ".steps.json"});
    EXPECT_EQ(played.exit_code, 0) << played.err;
    EXPECT_EQ(published(played.out), published(read_file(recording + ".trace.jsonl")));
}

TEST(FirmwareTrace, refuses_a_file_that_is_none_with_the_reason) {
    const TemporaryFolder folder;
    write_file(folder / "wrong.json", "{\"steps\": 7}");
    const auto played = otbench({"firmware", "trace", folder / "wrong.json"});
    EXPECT_EQ(played.exit_code, 2);
    EXPECT_THAT(played.err, HasSubstr("wrong.json: "));
    for (const auto& [path, why] : {std::pair{folder / "none.json", "no such file"},
                                    std::pair{folder.path(), "is a directory (expected a trace as a file)"}}) {
        const auto refused = otbench({"firmware", "trace", path});
        EXPECT_EQ(refused.exit_code, 2);
        EXPECT_EQ(refused.err, path + ": " + why + "\n");
    }
}

TEST(FirmwareTrace, refuses_fixes_and_assumptions_that_do_not_exist) {
    const std::string steps = source_file("tests/data/firmware/seed_sequence.steps.json");
    const auto fixed = otbench({"firmware", "trace", steps, "--fix", "Q14,Q99"});
    EXPECT_EQ(fixed.exit_code, 2);
    EXPECT_THAT(fixed.err, HasSubstr("--fix: unknown quirk 'Q99'"));
    const auto assumed = otbench({"firmware", "trace", steps, "--assume", "P6=thrice"});
    EXPECT_EQ(assumed.exit_code, 2);
    EXPECT_THAT(assumed.err, HasSubstr("--assume: P6: invalid value 'thrice' (expected once, repeat)"));
    EXPECT_EQ(assumed.out, "");
}

TEST(FirmwareDiff, finds_a_replayed_case_equal_to_its_recording_and_different_from_another) {
    const std::string recording = source_file("tests/data/firmware/seed_sequence");
    const TemporaryFolder folder;
    const std::string played = folder / "played.jsonl";
    write_file(played, otbench({"firmware", "trace", recording + ".steps.json"}).out);
    const auto same = otbench({"firmware", "diff", recording + ".trace.jsonl", played});
    EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
    EXPECT_EQ(same.out, "");

    const auto other = otbench({"firmware", "diff", source_file("tests/data/firmware/ping_many.trace.jsonl"), played});
    EXPECT_EQ(other.exit_code, 1);
    EXPECT_THAT(other.out, HasSubstr("publish: payload is "));
    EXPECT_EQ(otbench({"firmware", "diff", played, folder / "none.jsonl"}).exit_code, 2);
}

TEST(FirmwareQuirks, are_listed_for_people_and_for_programs) {
    EXPECT_THAT(otbench({"firmware", "quirks"}).out, HasSubstr("Q31 (serial)"));
    const auto listed = json::parse(otbench({"firmware", "quirks", "--json"}).out);
    EXPECT_EQ(listed.at("quirks").at(30).at("id"), "Q31");
    EXPECT_EQ(listed.at("platform").at(0).at("id"), "P1");
}

TEST(FirmwareTree, lists_commands_with_spellings_arguments_and_replies) {
    EXPECT_THAT(otbench({"firmware", "tree"}).out,
                HasSubstr("set/config/serial/rx|rx_pin|rxpin/<pin>\n    ok\n    error:no_value_provided\n"));
    const auto tree = json::parse(otbench({"firmware", "tree", "--json"}).out);
    const auto ping =
        std::find_if(tree.begin(), tree.end(), [](const json& c) { return c.at("path") == "trigger/ping"; });
    ASSERT_NE(ping, tree.end());
    EXPECT_EQ(ping->at("success"), "ok:pong");
}

}  // namespace
}  // namespace otbench::tests
