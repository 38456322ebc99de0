#include "sim/mqtt/mqtt_topics.hpp"

#include <gtest/gtest.h>

#include <string>

namespace otbench::sim {
namespace {

TEST(MqttText, is_utf8_without_control_characters_and_non_characters) {
    for (const std::string good : {"", "a/b c", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xEF\xBF\xBD"}) {
        EXPECT_TRUE(is_mqtt_text(good)) << good;
    }
    for (const std::string& bad : {
             std::string("\0", 1), std::string("\n"), std::string("\x7F"), std::string("\xC2\x80"),  // controls
             std::string("\xFF"), std::string("\x80"),                                               // no first octet
             std::string("\xC3"), std::string("\xE2\x82"), std::string("\xC3("),                     // cut short
             std::string("\xC0\xAF"), std::string("\xE0\x80\xAF"),                                   // overlong
             std::string("\xED\xA0\x80"), std::string("\xF4\x90\x80\x80"),  // surrogate, beyond U+10FFFF
             std::string("\xEF\xBF\xBE"), std::string("\xEF\xB7\x90"),      // U+FFFE, U+FDD0
         }) {
        EXPECT_FALSE(is_mqtt_text(bad)) << ::testing::PrintToString(bad);
    }
}

TEST(PublishTopic, has_no_wildcard_and_is_not_empty) {
    EXPECT_TRUE(is_publish_topic("/a//b"));
    for (const auto* bad : {"", "a/+", "#", "a+b"}) EXPECT_FALSE(is_publish_topic(bad)) << bad;
}

TEST(TopicFilterSyntax, has_wildcards_alone_in_their_level_and_the_hash_last) {
    for (const auto* good : {"a", "+", "#", "a/+/b", "+/+/#", "/", "/#", "$SYS/#"}) {
        EXPECT_TRUE(is_topic_filter(good)) << good;
    }
    for (const auto* bad : {"", "a#", "#/a", "a/#/b", "a+", "+a/b", "a/b+", "a/##", "\x01"}) {
        EXPECT_FALSE(is_topic_filter(bad)) << bad;
    }
}

}  // namespace
}  // namespace otbench::sim
