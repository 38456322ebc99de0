// The device model does, line by line and microsecond by microsecond, what the reference firmware was recorded to do.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "firmware_model/conformance/trace_player.hpp"

namespace otbench::firmware {
namespace {

using Json = nlohmann::json;

const std::filesystem::path data = std::filesystem::path{OTBENCH_SOURCE_DIR} / "tests/data/firmware";
const std::string steps_suffix = ".steps.json";

std::vector<std::string> recorded_cases() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{data}) {
        const auto file = entry.path().filename().string();
        const auto at = file.find(steps_suffix);
        if (at != std::string::npos) names.push_back(file.substr(0, at));
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<Json> lines_of(std::istream& trace) {
    std::vector<Json> lines;
    for (std::string text; std::getline(trace, text);) {
        Json line = Json::parse(text);
        if (line["kind"] == "uart_tx" && line["source"] != "cmd") continue;  // the console's log text
        if (line["kind"] == "tcp_connect") line.erase("ip");  // the device addresses a server by its name
        lines.push_back(std::move(line));
    }
    return lines;
}

class RecordedTrace : public testing::TestWithParam<std::string> {};

TEST_P(RecordedTrace, is_reproduced) {
    std::ifstream steps{data / (GetParam() + steps_suffix)};
    const auto trace_case = TraceCase::parse(steps);
    ASSERT_TRUE(trace_case) << trace_case.error();
    std::stringstream output;
    play_trace(*trace_case, output);

    std::ifstream recording{data / (GetParam() + ".trace.jsonl")};
    const auto expected = lines_of(recording);
    const auto played = lines_of(output);
    const auto [e, p] = std::mismatch(expected.begin(), expected.end(), played.begin(), played.end());
    EXPECT_TRUE(e == expected.end()) << "missing: " << *e;
    EXPECT_TRUE(p == played.end()) << "played: " << *p;
}

INSTANTIATE_TEST_SUITE_P(Firmware, RecordedTrace, testing::ValuesIn(recorded_cases()),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace otbench::firmware
