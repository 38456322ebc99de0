#include "firmware_model/conformance/random_commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "firmware_model/conformance/trace_case.hpp"

namespace otbench::firmware {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> commands(std::uint64_t seed, int count) {
    RandomCommands draw{seed};
    std::vector<std::string> drawn;
    drawn.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) drawn.push_back(draw.next());
    return drawn;
}

TEST(RandomCommands, are_the_same_from_the_same_seed_only) {
    EXPECT_EQ(commands(7, 50), commands(7, 50));
    EXPECT_NE(commands(7, 50), commands(8, 50));
}

TEST(RandomCommands, have_values_that_suit_the_argument_in_place_of_its_name) {
    const auto drawn = commands(1, 3000);
    EXPECT_THAT(drawn, Contains(AllOf(StartsWith("set/config/serial/"), EndsWith("/2400"))));
    EXPECT_THAT(drawn, Contains("trigger/serial/send/105b015c16"));
    EXPECT_THAT(drawn, Contains("trigger/gpio/4/1"));
    EXPECT_THAT(drawn, Contains("trigger/serial/buffer/dump"));
    EXPECT_THAT(drawn, Contains(StartsWith("trigger/serial/buffer/dump/")));
    EXPECT_THAT(drawn, Each(Not(HasSubstr("<"))));
    EXPECT_THAT(drawn, Each(Not(HasSubstr("|"))));
    EXPECT_THAT(drawn, Each(Not(HasSubstr("]"))));
}

TEST(RandomCommands, leave_out_what_takes_the_device_off_the_network) {
    for (const char* word : {"wipe", "wifi", "neo", "set/config/mqtt/port"})
        EXPECT_THAT(commands(2, 3000), Each(Not(HasSubstr(word))));
}

std::string operation(const std::string& step) {
    return nlohmann::json::parse(step).at("op");
}

TEST(RandomSteps, open_a_serial_port_first_and_have_all_kinds_of_steps) {
    const auto steps = random_steps(3, 400);
    ASSERT_EQ(steps.size(), 400U);
    EXPECT_THAT(steps[0], HasSubstr("set/config/serial/rx/13"));
    EXPECT_THAT(steps[3], HasSubstr("set/config/serial/enable"));
    std::set<std::string> kinds;
    for (const auto& step : steps) kinds.insert(operation(step));
    EXPECT_EQ(kinds, (std::set<std::string>{"broker_drop", "mqtt", "rx_serial"}));
    EXPECT_EQ(random_steps(3, 2).size(), 2U);
    for (const auto& step : random_steps(3, 400, {"led 1", "led 0"}))
        EXPECT_TRUE(step.find(R"("op":"mqtt")") == std::string::npos ||
                    step.find(R"("payload":"led )") != std::string::npos)
            << step;
}

TEST(RandomBoardSteps, neither_store_anything_nor_change_the_settings_of_the_line) {
    const auto steps = random_board_steps(3, 400);
    ASSERT_EQ(steps.size(), 400U);
    std::set<std::string> kinds;
    for (const auto& step : steps) kinds.insert(operation(step));
    EXPECT_EQ(kinds, (std::set<std::string>{"mqtt", "rx_serial"}));
    EXPECT_THAT(steps, Contains(HasSubstr("trigger/serial/send/105b015c16")));
    for (const char* word :
         {"set/config/gpio", "set/config/serial/baud", "set/config/serial/rx", "reset", "trigger/gpio"})
        EXPECT_THAT(steps, Each(Not(HasSubstr(word))));
}

TEST(StepsFile, is_a_case_that_powers_the_device_on_and_goes_through_the_steps) {
    std::istringstream file{steps_file("a \"name\"", "why", random_steps(5, 20))};
    const auto trace_case = TraceCase::parse(file);
    ASSERT_TRUE(trace_case) << trace_case.error();
    ASSERT_EQ(trace_case->steps.size(), 21U);
    EXPECT_TRUE(std::holds_alternative<TraceCase::PowerOn>(trace_case->steps[0].action));
    EXPECT_TRUE(std::holds_alternative<TraceCase::Deliver>(trace_case->steps[1].action));
}

}  // namespace
}  // namespace otbench::firmware
