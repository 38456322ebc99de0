#include "firmware_model/network/log.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace otbench::firmware {
namespace {

class LogTest : public testing::Test {
protected:
    std::vector<std::string> printed;
    std::vector<std::string> published;
    Log log{[this](const std::string& line, Cause) { printed.push_back(line); },
            [this](const std::string& line, Cause) { published.push_back(line); }};
};

TEST_F(LogTest, pads_the_level_and_names_the_module) {
    log.info("OTB", "WiFi enable");
    log.warn("EEPROM", "Failed");
    log.error({}, "Rebooting", Cause::none);
    EXPECT_EQ(printed,
              (std::vector<std::string>{"INFO   OTB: WiFi enable", "WARN   EEPROM: Failed", "ERROR  Rebooting"}));
}

TEST_F(LogTest, publishes_errors_only) {
    log.warn("MQTT", "Queue full");
    log.error("INTR", "text", Cause::none);
    EXPECT_EQ(published, (std::vector<std::string>{"ERROR  INTR: text"}));
}

TEST_F(LogTest, gives_the_newest_line_first) {
    log.info("A", "1");
    log.info("A", "2");
    EXPECT_EQ(log.line(0), "INFO   A: 2");
    EXPECT_EQ(log.line(1), "INFO   A: 1");
    EXPECT_FALSE(log.line(2));
}

TEST_F(LogTest, keeps_what_fits_into_its_ring) {
    // Each line takes 7 + 3 + 54 octets, a terminator and padding: 68, of which 15 fit into 1024.
    for (int i = 0; i < 100; ++i) log.info("A", std::string(54, 'x'));
    EXPECT_TRUE(log.line(14));
    EXPECT_FALSE(log.line(15));
}

}  // namespace
}  // namespace otbench::firmware
