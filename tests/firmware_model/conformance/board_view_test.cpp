#include "firmware_model/conformance/board_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/core.h>

#include <sstream>
#include <vector>

namespace otbench::firmware {
namespace {

using testing::ElementsAre;

/// Edges of pin 15 that are the characters of `octets`, from `start_us` on, in `step`.
std::string line_edges(const std::vector<std::uint8_t>& octets, int step, int start_us) {
    std::vector<bus::UartEdge> edges;
    Nanoseconds at = std::chrono::microseconds{start_us};
    for (const auto octet : octets) at = bus::append_uart_edges(board_line_format, octet, at, edges);
    std::string lines;
    for (const auto& edge : edges)
        lines += fmt::format(R"({{"t_us":{},"step":{},"kind":"gpio_edge","pin":15,"level":{}}})"
                             "\n",
                             edge.at.count() / 1000, step, edge.level ? 1 : 0);
    return lines;
}

std::string reply(const std::string& payload, int step, const std::string& topic = "/otb-iot/c/status") {
    return fmt::format(R"({{"t_us":1,"step":{},"kind":"mqtt_tx","type":"PUBLISH","topic":"{}","payload":"{}"}})"
                       "\n",
                       step, topic, payload);
}

BoardView view(const std::string& trace) {
    std::istringstream lines{trace};
    return board_view(lines, "trace").value();
}

TEST(BoardView, has_the_characters_of_the_line_and_the_replies_of_each_step) {
    const auto shown = view(line_edges({0x10, 0xff}, 2, 1000) + reply("ok", 2) +
                            reply("no reply", 2, "/otb-iot/c/log") + line_edges({0x16}, 3, 900'000));
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown.at(2).sent, "10ff");
    EXPECT_THAT(shown.at(2).replies, ElementsAre("\"ok\""));
    EXPECT_EQ(shown.at(3).sent, "16");
}

TEST(BoardView, of_a_board_has_the_bytes_of_its_line) {
    EXPECT_EQ(view(R"({"t_us":5,"step":4,"kind":"uart_tx","source":"line","hex":"e5"})").at(4).sent, "e5");
    EXPECT_TRUE(view(R"({"t_us":5,"step":4,"kind":"uart_tx","source":"cmd","hex":"e5"})").empty());
}

TEST(BoardAction, is_a_command_or_bytes_with_the_pause_that_follows) {
    const auto command = board_action(R"({"op":"mqtt","topic":"t","payload":"trigger/ping","then_us":600000})");
    EXPECT_EQ(command.command, "trigger/ping");
    EXPECT_EQ(command.pause, std::chrono::milliseconds{600});
    const auto bytes = board_action(R"({"op":"rx_serial","pin":13,"baud":2400,"hex":"e500","then_us":7})");
    EXPECT_EQ(bytes.octets, (OctetBuffer{0xe5, 0x00}));
    EXPECT_TRUE(bytes.command.empty());
}

TEST(BoardView, names_a_line_that_cannot_be_read) {
    std::istringstream lines{reply("ok", 1) + "nonsense\n"};
    EXPECT_EQ(board_view(lines, "B").error().message,
              "B:2: invalid event (expected a JSON object with t_us, step and kind)");
}

TEST(BoardView, differences_are_named_by_step_without_those_of_the_preparation) {
    const auto a = view(reply("ok", 1) + reply("ok", 3) + line_edges({0x10}, 4, 1000));
    const auto b = view(reply("error", 1) + reply("error", 3) + reply("ok", 3));
    EXPECT_THAT(compare_board_views(a, "A", b, "B", 2),
                ElementsAre("step 1: replies are \"ok\" in A, \"error\", \"ok\" in B",
                            "step 2: bytes on the serial line are 10 in A, none in B"));
    EXPECT_TRUE(compare_board_views(a, "A", a, "B", 0).empty());
}

}  // namespace
}  // namespace otbench::firmware
