#include "base/config/json_numbers.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace otbench {
namespace {

using nlohmann::json;

/// The message of the refusal; empty when there is none.
template <class Read>
std::string refusal(Read read) {
    try {
        read();
    } catch (const std::invalid_argument& problem) {
        return problem.what();
    }
    return {};
}

TEST(JsonInteger, accepts_whole_numbers_in_every_notation) {
    EXPECT_EQ(json_integer<std::int64_t>(json::parse("-9223372036854775808"), "t"), INT64_MIN);
    EXPECT_EQ(json_integer<std::int64_t>(json::parse("9223372036854775807"), "t"), INT64_MAX);
    EXPECT_EQ(json_integer<int>(json::parse("5.0"), "t"), 5);
    EXPECT_EQ(json_integer<int>(json::parse("1e3"), "t"), 1000);
    EXPECT_EQ(json_integer<int>(json(true), "t"), 1);
}

TEST(JsonInteger, refuses_what_its_type_cannot_hold_and_names_the_range) {
    EXPECT_EQ(refusal([] { json_integer<std::uint8_t>(json(256), "qos"); }),
              "invalid qos 256 (expected a whole number from 0 to 255)");
    EXPECT_EQ(refusal([] { json_integer(json(7), "pin", 8, 9); }),
              "invalid pin 7 (expected a whole number from 8 to 9)");
    for (const char* text : {"1e30", "9223372036854775808", "-1e19", "0.5", "null", "\"5\"", "[]"}) {
        EXPECT_NE(refusal([&] { json_integer<std::int64_t>(json::parse(text), "t_ns"); }), "") << text;
    }
}

TEST(JsonInteger, shows_only_the_beginning_of_a_long_value) {
    const auto message = refusal([] { json_integer<int>(json(std::string(1000, 'x')), "pin"); });
    EXPECT_LT(message.size(), 150U) << message;
}

TEST(JsonNumber, refuses_values_outside_its_range) {
    EXPECT_EQ(json_number(json(0.5), "ratio", 0, 1), 0.5);
    EXPECT_EQ(refusal([] { json_number(json(1.5), "ratio", 0, 1); }),
              "invalid ratio 1.5 (expected a number from 0 to 1)");
    EXPECT_NE(refusal([] { json_number(json(false), "ratio", 0, 1); }), "");
}

}  // namespace
}  // namespace otbench
