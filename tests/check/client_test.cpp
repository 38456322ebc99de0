#include <gmock/gmock.h>

#include "check/client/client.hpp"

namespace otbench::check {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> values(const std::string& expectation, const std::string& output) {
    const auto parsed = parse_expectation(expectation);
    if (!parsed) return {parsed.error().message};
    return (*parsed)->values(output);
}

TEST(Expectation, finds_words_between_punctuation) {
    EXPECT_THAT(values("text", "energy=9730 (kWh), at 2017-02-11T19:36"), Contains("9730"));
    EXPECT_THAT(values("text", "energy=9730 (kWh), at 2017-02-11T19:36"), Contains("2017-02-11T19:36"));
}

TEST(Expectation, finds_the_values_of_libmbus_behind_other_output) {
    EXPECT_THAT(values("libmbus-xml",
                       "debug\n<?xml version=\"1.0\"?><MBusData><SlaveInformation><Id>5</Id>"
                       "</SlaveInformation><DataRecord id=\"0\"><Unit>Wh</Unit><Value>973</Value>"
                       "</DataRecord></MBusData>"),
                ElementsAre("973"));
}

TEST(Expectation, finds_the_words_of_a_search_by_libmbus) {
    EXPECT_THAT(values("libmbus-xml", "Found a device on secondary address 1427316077040904"),
                Contains("1427316077040904"));
}

TEST(Expectation, finds_the_values_of_telegrams_in_pieces_of_hex_digits) {
    const std::string telegram = "68/15/15/68/08/02/72/99/99/99/99/b4/3d/01/04/07/00/00/00/0c/06/55/55/00/00";
    EXPECT_THAT(values("telegram:ok:([0-9a-f/]+)", "ok\nok:ff/" + telegram + "\nok:99/16/xx\n"),
                ElementsAre("99999999", "5555000"));
    EXPECT_THAT(values("telegram:ok:([0-9a-f/]+)", "ok:68/ff/ff/68/" + telegram + "/99/16\n"),
                ElementsAre("99999999", "5555000"));
    EXPECT_THAT(values("telegram:ok:([0-9a-f/]+)", "ok:" + telegram + "/98/16\n"), ElementsAre());
    EXPECT_THAT(values("telegram:ok:([0-9a-f/]+)", "ok:e5\nok:f\n"), ElementsAre());
}

TEST(Expectation, finds_what_is_at_and_below_a_json_pointer) {
    const std::string output = "connected\n{\"id\": 7, \"data\": [{\"value\": 1.5}, {\"value\": \"SITE\"}, null]}\n";
    EXPECT_THAT(values("json:/data", output), ElementsAre("1.5", "SITE"));
    EXPECT_THAT(values("json:/other", output), ElementsAre());
}

TEST(Expectation, finds_the_first_group_of_every_match) {
    EXPECT_THAT(values("regex:value: (\\d+)", "value: 12\nvalue: 34"), ElementsAre("12", "34"));
}

TEST(Expectation, matches_a_line_as_long_as_all_output_that_is_kept) {
    const std::string line(std::size_t{64} << 10U, '7');
    EXPECT_THAT(values("regex:((1|7)+)", line), ElementsAre(line));
}

TEST(Expectation, refuses_what_it_does_not_know) {
    EXPECT_THAT(values("xml", ""), ElementsAre(HasSubstr("invalid expectation 'xml' (expected text, ")));
    EXPECT_THAT(values("regex:(", ""), ElementsAre(HasSubstr("invalid regular expression '('")));
    EXPECT_THAT(values("json:data", ""), ElementsAre(HasSubstr("invalid JSON pointer 'json:data'")));
}

TEST(ClientFile, describes_commands_with_placeholders) {
    const auto client = read_client(
        "endpoint: pty\nexpect: text\ncommands:\n  read: reader -b {baud} {pty} {address}\n", "client.yaml");
    ASSERT_TRUE(client);
    EXPECT_EQ(client->endpoint, "pty");
    const auto command = command_line(*client, "read", {{"baud", "2400"}, {"pty", "/tmp/line"}, {"address", "7"}});
    ASSERT_TRUE(command);
    EXPECT_EQ(*command, "reader -b 2400 /tmp/line 7");
    const auto unknown = command_line(*client, "read", {{"baud", "2400"}});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().message, "unknown placeholder '{pty}' in the command of read (expected one of {baud})");
}

TEST(ClientFile, keeps_braces_that_enclose_no_name) {
    const auto client = read_client(
        "endpoint: tcp\nexpect: text\ncommands:\n  read: 'echo {\"at\": {address}} ${HOME} {}'\n", "client.yaml");
    ASSERT_TRUE(client);
    const auto command = command_line(*client, "read", {{"address", "7"}});
    ASSERT_TRUE(command);
    EXPECT_EQ(*command, "echo {\"at\": 7} ${HOME} {}");
}

TEST(ClientFile, reports_all_mistakes_with_their_places) {
    const auto client = read_client("endpoint: usb\nexpect: text\ncommands: {reed: x}\n", "client.yaml");
    ASSERT_FALSE(client);
    std::string all;
    for (const auto& mistake : client.error()) all += to_string(mistake) + "\n";
    EXPECT_THAT(all, HasSubstr("client.yaml:1:11: invalid endpoint 'usb' (expected one of tcp, pty, rfc2217)"));
    EXPECT_THAT(all, HasSubstr("client.yaml:3:12: unknown action 'reed' (expected one of read, "));
    EXPECT_THAT(all, HasSubstr("lacks the action read"));
}

}  // namespace
}  // namespace otbench::check
