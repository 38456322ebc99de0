#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/app/scenario_run.hpp"

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
    for (const std::string& path : {folder / "none.json", folder.path()}) {
        const auto refused = otbench({"firmware", "trace", path});
        EXPECT_EQ(refused.exit_code, 2);
        EXPECT_EQ(refused.err, path + ": no such file, or not readable\n");
    }
}

}  // namespace
}  // namespace otbench::tests
