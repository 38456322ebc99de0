#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using namespace std::chrono_literals;
using Kind = PayloadPattern::Kind;

/// A publish step whose expectation stands in line 7 from column 13.
std::string with_expectation(std::string_view expect) {
    return support::with_steps("  - publish: trigger/ping\n    expect: " + std::string{expect} + "\n");
}

/// The same in version 2.
std::string with_version_2(std::string_view expect) {
    std::string text = with_expectation(expect);
    return text.replace(text.find("version: 1"), 10, "version: 2");
}

MessageExpectation expectation(std::string_view text) {
    const auto scenario = support::sound(with_expectation(text));
    if (scenario.steps.empty()) return {};
    const auto* expect = scenario.steps[0].action->expects();
    return expect != nullptr ? *expect : MessageExpectation{};
}

TEST(ParseMessages, takes_a_payload_as_it_is_written) {
    for (const char* text : {"ok", "7", "true", "1.50", "ok:${chip_id}"}) {
        const auto expect = expectation(text);
        ASSERT_EQ(expect.payloads.size(), 1U);
        EXPECT_EQ(expect.payloads[0].kind, Kind::exact);
        EXPECT_EQ(expect.payloads[0].text, text);
        EXPECT_FALSE(expect.within || expect.topic || expect.none);
    }
    EXPECT_EQ(expectation("''").payloads.at(0).text, "");
}

TEST(ParseMessages, takes_each_kind_of_pattern) {
    EXPECT_EQ(expectation("{status: ok}").payloads.at(0).kind, Kind::exact);
    EXPECT_EQ(expectation("{prefix: 'ok:'}").payloads.at(0).kind, Kind::prefix);
    EXPECT_EQ(expectation("{regex: '^ok:(00/)*xx$'}").payloads.at(0).kind, Kind::regex);
    EXPECT_EQ(expectation("{regex: '^${chip_id}$'}").payloads.at(0).text, "^${chip_id}$");
}

TEST(ParseMessages, takes_topic_and_limit) {
    const auto expect = expectation("{status: ok, within: 100ms, topic: '/otb-iot/${chip_id}/log'}");
    EXPECT_EQ(expect.within, 100ms);
    EXPECT_EQ(expect.topic, "/otb-iot/${chip_id}/log");
}

TEST(ParseMessages, takes_several_messages_in_order) {
    const auto plain = expectation("[ok, {prefix: 'ok:'}, {regex: xx$}]");
    ASSERT_EQ(plain.payloads.size(), 3U);
    EXPECT_EQ(plain.payloads[1].kind, Kind::prefix);
    EXPECT_EQ(plain.payloads[2].at.column, 43);
    const auto limited = expectation("{messages: [a, b], within: 5s}");
    EXPECT_EQ(limited.payloads.size(), 2U);
    EXPECT_EQ(limited.within, 5s);
}

TEST(ParseMessages, takes_the_expectation_of_silence) {
    const auto nothing = expectation("{none-within: 2s}");
    EXPECT_TRUE(nothing.none && nothing.payloads.empty());
    EXPECT_EQ(nothing.within, 2s);
    const auto no_error = expectation("{none-within: 2s, prefix: error}");
    EXPECT_TRUE(no_error.none);
    EXPECT_EQ(no_error.payloads.size(), 1U);
}

TEST(ParseMessages, answers_bad_expectations) {
    const auto regex = [](std::string_view pattern) {
        return with_expectation("{regex: '" + std::string{pattern} + "'}");
    };
    support::expect_answers({
        {"nothing", with_expectation(""),
         "7:5: 'expect' must be a payload or a mapping such as {prefix: ok}, not nothing (empty text is written \"\")"},
        {"empty list", with_expectation("[]"),
         "7:13: empty list of messages (to expect none, write {none-within: 2s})"},
        {"empty mapping", with_expectation("{}"),
         "7:13: a message expectation needs one of status, prefix, regex, contains, json, not, messages, rate "
         "and none-within"},
        {"rate without a time", with_version_2("{rate: 1 .. 2}"),
         "7:20: 'rate' needs 'within', the time in which messages are counted"},
        {"rate in no time", with_version_2("{rate: 1, within: 0s}"), "7:31: invalid duration 0 (expected more)"},
        {"rate that is no count", with_version_2("{rate: 0.5 .. 2, within: 1s}"),
         "7:20: invalid count '0.5' (expected a whole number)"},
        {"rate that is empty", with_version_2("{rate: 3 .. 2, within: 1s}"),
         "7:20: the range '3 .. 2' is empty: its lower end is above its upper end"},
        {"rate of a list", with_version_2("{rate: 3, within: 1s, messages: [ok]}"),
         "7:45: 'messages' and 'rate' exclude each other"},
        {"after within", with_version_2("{status: ok, after: 60ms, within: 50ms}"),
         "7:33: 'after' is longer than 'within', so no message can meet it"},
        {"rate with after", with_version_2("{rate: 3, within: 1s, after: 1s}"),
         "7:42: 'after' and 'rate' exclude each other"},
        {"rate of version 1", with_expectation("{rate: 3, within: 1s}"), "7:14: 'rate' needs version 2 of the format"},
        {"two patterns", with_expectation("{status: ok, prefix: ok}"),
         "7:13: a message matches one pattern: status, prefix, regex, contains, json or not; several messages are a "
         "list"},
        {"list and pattern", with_expectation("{status: ok, messages: [ok]}"),
         "7:36: 'messages' excludes other patterns and 'none-within'"},
        {"two limits", with_expectation("{none-within: 2s, within: 1s}"),
         "7:39: 'within' and 'none-within' exclude each other"},
        {"limit in a list", with_expectation("[{status: ok, within: 1s}]"),
         "7:35: 'within' belongs to the whole list: {messages: [...], within: ...}"},
        {"list in a list", with_expectation("[[ok]]"),
         "7:14: 'expect' must be a payload or a mapping such as {prefix: ok}, not a list"},
        {"list item without pattern", with_expectation("[{}]"),
         "7:14: a message of a list needs one of status, prefix, regex, contains, json and not"},
        {"key", with_expectation("{status: ok, topc: /a}"),
         "7:26: unknown key 'topc' in a message expectation; did you mean 'topic'?"},
        {"wildcard", with_expectation("{status: ok, topic: '/otb-iot/+'}"),
         "7:33: invalid topic '/otb-iot/+' (expected one without wildcards)"},
        {"empty topic", with_expectation("{status: ok, topic: ''}"), "7:33: a topic has 1 to 65535 bytes"},
        {"placeholder", with_expectation("'${chipid}'"),
         "7:13: unknown placeholder '${chipid}'; did you mean 'chip_id'?"},
        {"open placeholder", with_expectation("'${chip_id'"), "7:13: a '${' without its '}' in '${chip_id'"},
        {"regex", regex("^(ok$"), "7:21: invalid regular expression '^(ok$': missing ): ^(ok$"},
        {"long regex", regex(std::string(1001, '(')),
         "7:21: regular expression of 1001 characters (expected at most 1000)"},
    });
}

TEST(ParseMessages, survives_regular_expressions_made_to_exhaust_it) {
    EXPECT_EQ(support::complaints(with_expectation("{regex: '" + std::string(1000, '(') + "'}")).size(), 1U);
    EXPECT_EQ(support::complaints(with_expectation("{regex: '((a{1000}){1000}){1000}'}")).size(), 1U);
}

}  // namespace
}  // namespace otbench::runner
