#include "runner/report/result.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/runner/report/results.hpp"

namespace otbench::runner {
namespace {

using support::failed_run;

TEST(ResultText, brings_a_result_to_another_process) {
    const RunResult before = failed_run();
    const auto after = read_result(result_text(before));
    ASSERT_TRUE(after.has_value());
    EXPECT_EQ(nlohmann::json(*after), nlohmann::json(before));
    EXPECT_EQ(after->verdict, Verdict::failed);
}

TEST(ResultText, is_not_read_when_it_is_cut_off_or_out_of_range) {
    const std::string text = result_text(failed_run());
    EXPECT_FALSE(read_result(text.substr(0, text.size() / 2)).has_value());
    EXPECT_FALSE(read_result("{}").has_value());
    auto json = nlohmann::json::parse(text);
    json["events"] = 1e30;
    EXPECT_FALSE(read_result(json.dump()).has_value());
    json["events"] = -1;
    EXPECT_FALSE(read_result(json.dump()).has_value());
}

}  // namespace
}  // namespace otbench::runner
