// `otbench trace` on the trace of a real run.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/program.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

class TraceVerb : public testing::Test {
protected:
    static ProgramResult otbench(const std::vector<std::string>& arguments) {
        return run_program(built_program("otbench"), arguments);
    }
    /// Runs a scenario of the library into a folder.
    void run(const std::string& name, const std::string& out, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments = {
            "run", source_file("scenarios/library/" + name), "--out", folder / out, "--broker", "internal"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        ASSERT_EQ(otbench(arguments).exit_code, 0);
    }

    TemporaryFolder folder;
};

TEST_F(TraceVerb, prints_a_received_byte_with_its_causes_back_to_the_step) {
    run("cf_echo_2_read.yaml", "run");
    const auto result = otbench(
        {"trace", "query", folder / "run", "--kind", "softuart_rx", "--field", "hex=72", "--to", "4s", "--causes"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, HasSubstr(" s  softuart_rx boiler pin=13 hex=72\n  "));
    EXPECT_THAT(result.out, HasSubstr("frame direction=answer meter=heat service=RSP_UD"));
    EXPECT_THAT(result.out, HasSubstr("step title=publish trigger/serial/send/105b015c16 line=36"));
    const auto json = otbench({"trace", "query", folder / "run", "--kind", "decode", "--json"});
    EXPECT_EQ(nlohmann::json::parse(json.out).at("manufacturer"), "ACW");
    EXPECT_EQ(otbench({"trace", "query", folder / "run", "--kind", "crash"}).exit_code, 1);
}

TEST_F(TraceVerb, says_what_is_wrong_with_a_query) {
    const auto unknown = otbench({"trace", "query", folder.path(), "--kind", "frames"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("--kind: unknown kind 'frames'; did you mean 'frame'?"));
    const auto missing = otbench({"trace", "query", folder.path()});
    EXPECT_EQ(missing.exit_code, 2);
    EXPECT_THAT(missing.err, HasSubstr("events.jsonl: no such file (expected a folder"));
}

TEST_F(TraceVerb, tells_equal_runs_from_runs_that_differ) {
    run("ping.yaml", "first");
    run("ping.yaml", "second");
    run("silence.yaml", "other");
    const auto equal = otbench({"trace", "diff", folder / "first", folder / "second"});
    EXPECT_EQ(equal.exit_code, 0);
    EXPECT_EQ(equal.out, "");
    const auto different = otbench({"trace", "diff", folder / "first", folder / "other"});
    EXPECT_EQ(different.exit_code, 1);
    EXPECT_THAT(different.out, HasSubstr("only in the second"));
}

TEST_F(TraceVerb, writes_a_file_for_perfetto_or_nothing) {
    run("cf_echo_2_read.yaml", "run");
    EXPECT_EQ(otbench({"trace", "perfetto", folder / "run", "-o", folder / "trace.json"}).exit_code, 0);
    const auto events = nlohmann::json::parse(read_file(folder / "trace.json")).at("traceEvents");
    EXPECT_GT(events.size(), 10'000U);
    const auto failed = otbench({"trace", "perfetto", folder / "run", "-o", "/proc/no-such-folder/trace.json"});
    EXPECT_EQ(failed.exit_code, 3);
    EXPECT_THAT(failed.err, HasSubstr("/proc/no-such-folder/trace.json"));
}

}  // namespace
}  // namespace otbench::tests
