#include "runner/selection/shard.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace otbench::runner {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Variables = std::map<std::string, std::string>;

Environment environment(const Variables& variables) {
    return [variables](const char* name) -> const char* {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    };
}

/// "2/4", "none", or what is wrong.
std::string shard(const Variables& variables) {
    const auto found = shard_of(environment(variables));
    if (!found) return found.error().message;
    return *found ? std::to_string((*found)->index) + "/" + std::to_string((*found)->count) : "none";
}

TEST(Shard, is_written_as_index_and_count) {
    const auto parsed = parse_shard("2/4");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->index, 2U);
    EXPECT_EQ(parsed->count, 4U);
    for (const char* text : {"", "2", "0/4", "5/4", "1/0", "a/b", "1/4/2", "-1/4"}) {
        ASSERT_FALSE(parse_shard(text)) << text;
        EXPECT_THAT(parse_shard(text).error().message, HasSubstr("(expected the form 2/4, from 1/4 to 4/4)"));
    }
}

TEST(Shard, is_taken_from_the_variables_of_each_system) {
    EXPECT_EQ(shard({}), "none");
    EXPECT_EQ(shard({{"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "4"}}), "2/4");
    EXPECT_EQ(shard({{"SLURM_ARRAY_TASK_ID", "3"}, {"SLURM_ARRAY_TASK_MIN", "0"}, {"SLURM_ARRAY_TASK_COUNT", "4"}}),
              "4/4");
    EXPECT_EQ(shard({{"SLURM_ARRAY_TASK_ID", "14"},
                     {"SLURM_ARRAY_TASK_MIN", "10"},
                     {"SLURM_ARRAY_TASK_STEP", "2"},
                     {"SLURM_ARRAY_TASK_COUNT", "4"}}),
              "3/4");
    EXPECT_EQ(shard({{"JOB_COMPLETION_INDEX", "0"}, {"JOB_COMPLETIONS", "4"}}), "1/4");
    EXPECT_EQ(shard({{"GTEST_SHARD_INDEX", "1"}, {"GTEST_TOTAL_SHARDS", "4"}}), "2/4");
    EXPECT_EQ(shard({{"TEST_SHARD_INDEX", "3"}, {"TEST_TOTAL_SHARDS", "4"}}), "4/4");
    EXPECT_EQ(shard({{"CI_NODE_TOTAL", "1"}}), "none");  // a GitLab job that is not parallel
}

TEST(Shard, of_an_incomplete_or_contradictory_environment_is_an_error) {
    EXPECT_EQ(shard({{"JOB_COMPLETION_INDEX", "0"}}),
              "JOB_COMPLETION_INDEX is set, but JOB_COMPLETIONS is not set (expected the number of shards)");
    EXPECT_THAT(shard({{"CI_NODE_INDEX", "two"}, {"CI_NODE_TOTAL", "4"}}), HasSubstr("CI_NODE_INDEX: "));
    EXPECT_EQ(shard({{"CI_NODE_INDEX", "5"}, {"CI_NODE_TOTAL", "4"}}),
              "CI_NODE_INDEX=5: invalid shard (expected one of 4 from 1)");
    EXPECT_EQ(shard({{"SLURM_ARRAY_TASK_ID", "13"},
                     {"SLURM_ARRAY_TASK_MIN", "10"},
                     {"SLURM_ARRAY_TASK_STEP", "2"},
                     {"SLURM_ARRAY_TASK_COUNT", "4"}}),
              "SLURM_ARRAY_TASK_ID=13: invalid shard (expected one of 4 from 10 in steps of 2)");
}

TEST(Shard, names_the_status_file_that_test_runners_look_for) {
    EXPECT_EQ(shard_status_file(environment({{"TEST_SHARD_STATUS_FILE", "/tmp/x"}})), "/tmp/x");
    EXPECT_FALSE(shard_status_file(environment({})));
}

TEST(Shards, get_the_cases_in_turn_when_no_times_are_known) {
    EXPECT_THAT(distribute({0, 0, 0, 0, 0}, 2), ElementsAre(1, 2, 1, 2, 1));
    EXPECT_THAT(distribute({0, 0}, 3), ElementsAre(1, 2));
}

TEST(Shards, take_about_the_same_time_when_times_are_known) {
    EXPECT_THAT(distribute({1, 1, 1, 3}, 2), ElementsAre(2, 2, 2, 1));
    EXPECT_THAT(distribute({4, 0, 0, 4, 4}, 2), ElementsAre(1, 2, 1, 2, 1));  // new cases count as the median
}

/// How long each scenario of the project took in one run, in milliseconds.
constexpr int times_of_scenarios[] = {
    1,   1,   1,   272, 1997, 210, 226,  305, 284, 310, 267, 158, 8,   8,   5,   7,   8,    9,   9,    18,  2,   16,
    7,   211, 9,   2,   8,    2,   207,  12,  6,   139, 12,  290, 14,  12,  10,  928, 1010, 947, 1047, 178, 44,  581,
    239, 162, 252, 269, 243,  239, 229,  207, 286, 246, 13,  16,  8,   2,   4,   12,  7,    181, 5,    8,   2,   11,
    11,  204, 179, 55,  186,  218, 1898, 244, 9,   13,  11,  5,   182, 192, 184, 133, 8,    151, 6,    253, 215, 11,
};

TEST(Shards, of_the_projects_scenarios_differ_by_less_than_a_tenth_in_time) {
    const std::vector<double> seconds(std::begin(times_of_scenarios), std::end(times_of_scenarios));
    for (const std::size_t count : {2U, 3U, 4U, 8U}) {
        const auto shards = distribute(seconds, count);
        std::vector<double> load(count, 0.0);
        for (std::size_t i = 0; i < seconds.size(); ++i) load[shards[i] - 1] += seconds[i];
        const auto [least, most] = std::minmax_element(load.begin(), load.end());
        EXPECT_LT(*most, 1.1 * *least) << count << " shards";
    }
}

}  // namespace
}  // namespace otbench::runner
