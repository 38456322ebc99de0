#include "runner/coverage/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/coverage/command_coverage.hpp"
#include "tests/runner/trace/traces.hpp"

namespace otbench::runner {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Coverage, knows_a_command_by_all_its_spellings_and_with_arguments) {
    EXPECT_TRUE(is_command("set/config/serial/txpin/15", "set/config/serial/tx|tx_pin|txpin"));
    EXPECT_TRUE(is_command("get/config/gpio/4", "get/config/gpio/<pin>"));
    EXPECT_FALSE(is_command("get/config/gpio", "get/config/gpio/<pin>"));
    EXPECT_FALSE(is_command("set/config/serial/rx/15", "set/config/serial/tx|tx_pin|txpin"));
}

TEST(Coverage, counts_over_traces_and_keeps_what_was_not_touched) {
    Coverage coverage = no_coverage();
    ASSERT_EQ(coverage.commands.at("get/hat/uuid"), 0U);
    const auto trace = trace_of(
        "{\"id\":1,\"t_ns\":0,\"kind\":\"command\",\"source\":\"a\",\"topic\":\"/x\",\"payload\":\"get/hat/uuid\"}\n"
        "{\"id\":2,\"t_ns\":0,\"kind\":\"publish\",\"source\":\"a\",\"cause\":1,\"payload\":\"error:no_hat_installed\"}"
        "\n"
        "{\"id\":5,\"t_ns\":0,\"kind\":\"publish\",\"source\":\"a\",\"payload\":\"error:error_setting_pin_4_to_1\"}\n"
        "{\"id\":6,\"t_ns\":0,\"kind\":\"frame\",\"service\":\"REQ_UD2\",\"direction\":\"request\"}\n"
        "{\"id\":7,\"t_ns\":0,\"kind\":\"meter_setting\",\"source\":\"heat\",\"setting\":\"mute\",\"value\":\"yes\"}"
        "\n");
    add_coverage(coverage, trace);
    add_coverage(coverage, trace);
    EXPECT_EQ(coverage.commands.at("get/hat/uuid"), 2U);
    EXPECT_EQ(coverage.commands.at("get/hat/pid"), 0U);
    EXPECT_EQ(coverage.errors.at("no_hat_installed"), 2U);
    EXPECT_EQ(coverage.errors.at("error_setting_pin_<output>_to_<value>"), 2U);
    EXPECT_EQ(coverage.events.at("frame"), 2U);
    EXPECT_EQ(coverage.events.at("crash"), 0U);
    const std::string text = coverage_text(coverage);
    EXPECT_THAT(text, HasSubstr("commands  1 of "));
    EXPECT_THAT(text, HasSubstr("services  1 of 6\nsettings  0 of "));
    EXPECT_THAT(text, HasSubstr("\n  get/hat/pid\n"));
    EXPECT_THAT(text, Not(HasSubstr("\n  get/hat/uuid\n")));
    EXPECT_THAT(text, HasSubstr("\nservices not touched:\n  E5\n  REQ_UD1\n  RSP_UD\n  SND_NKE\n  SND_UD\n"));
    EXPECT_THAT(text, Not(HasSubstr("\n  meter mute\n")));
    EXPECT_THAT(text, HasSubstr("\n  meter deaf-after-ack\n"));
    const auto json = nlohmann::json::parse(coverage_json(coverage));
    EXPECT_EQ(json.at("commands").at("get/hat/uuid"), 2);
    EXPECT_EQ(json.at("services").at("REQ_UD2"), 2);
}

TEST(Coverage, knows_a_reply_by_its_form) {
    EXPECT_TRUE(is_reply("ok:12/xx", "ok[:<octets>][/xx]"));
    EXPECT_TRUE(is_reply("ok", "ok[:<octets>][/xx]"));
    EXPECT_TRUE(is_reply("ok:28-0123456789ab", "ok:28-<12 hex digits>"));
    EXPECT_FALSE(is_reply("ok:29-0123456789ab", "ok:28-<12 hex digits>"));
    EXPECT_FALSE(is_reply("ok", "ok:pong"));
    EXPECT_FALSE(is_reply("ok:pongs", "ok:pong"));
}

TEST(Coverage, counts_the_reply_to_the_command_that_caused_it) {
    Coverage coverage = no_coverage();
    const auto trace = trace_of(
        "{\"id\":1,\"t_ns\":0,\"kind\":\"command\",\"payload\":\"get/config/serial/parity\"}\n"
        "{\"id\":2,\"t_ns\":0,\"kind\":\"publish\",\"cause\":1,\"payload\":\"ok:even\"}\n"
        "{\"id\":3,\"t_ns\":0,\"kind\":\"publish\",\"payload\":\"ok:none\"}\n"
        "{\"id\":4,\"t_ns\":0,\"kind\":\"command\",\"payload\":\"get/info/chip_id\"}\n"
        "{\"id\":5,\"t_ns\":0,\"kind\":\"publish\",\"cause\":4,\"payload\":\"ok:0b583b\"}\n");
    add_coverage(coverage, trace);
    EXPECT_EQ(coverage.replies.at("get/config/serial/parity: ok:even"), 1U);
    EXPECT_EQ(coverage.replies.at("get/config/serial/parity: ok:none"), 0U);
    EXPECT_EQ(coverage.replies.at("get/info/chip_id: ok:<chip id>"), 1U);
    EXPECT_THAT(coverage_text(coverage), HasSubstr("\nreplies   2 of "));
    EXPECT_THAT(coverage_text(coverage), HasSubstr("\nreplies not touched:\n"));
}

TEST(Coverage, tells_the_faults_of_each_place_apart_and_from_settings) {
    Coverage coverage = no_coverage();
    add_coverage(coverage, trace_of("{\"id\":1,\"t_ns\":0,\"kind\":\"installation\",\"cut\":true,\"leak_siemens\":0,"
                                    "\"shorted\":\"\",\"tx_floats\":false}\n"
                                    "{\"id\":2,\"t_ns\":0,\"kind\":\"meter_setting\",\"setting\":\"mute\"}\n"
                                    "{\"id\":3,\"t_ns\":0,\"kind\":\"meter_setting\",\"setting\":\"learns-identity\"}\n"
                                    "{\"id\":4,\"t_ns\":0,\"kind\":\"meter_setting\",\"setting\":\"address\"}\n"
                                    "{\"id\":5,\"t_ns\":0,\"kind\":\"meter_setting\",\"setting\":\"energy\"}\n"
                                    "{\"id\":6,\"t_ns\":0,\"kind\":\"link_setting\",\"setting\":\"latency\"}\n"
                                    "{\"id\":7,\"t_ns\":0,\"kind\":\"network_setting\",\"setting\":\"half-open\"}\n"));
    const std::map<std::string, std::size_t> touched = [&] {
        auto all = coverage.faults;
        all.insert(coverage.settings.begin(), coverage.settings.end());
        for (auto entry = all.begin(); entry != all.end();) entry = entry->second == 0 ? all.erase(entry) : ++entry;
        return all;
    }();
    EXPECT_THAT(touched, testing::ElementsAre(testing::Pair("line cut", 1), testing::Pair("meter address", 1),
                                              testing::Pair("meter identity-delay", 1), testing::Pair("meter mute", 1),
                                              testing::Pair("meter value", 1), testing::Pair("network half-open", 1),
                                              testing::Pair("serial link latency", 1)));
    EXPECT_EQ(coverage.faults.count("network latency"), 1U);
}

TEST(Coverage, counts_the_vifs_of_answers_that_can_be_read) {
    Coverage coverage = no_coverage();
    ASSERT_EQ(coverage.vifs.at("13 volume"), 0U);
    ASSERT_EQ(coverage.vifs.at("FD 17 error-flags"), 0U);
    // Volume twice (VIF 13, and 93 with a VIFE), and error flags.
    const std::string records =
        "0c13278504000c933c00000000"
        "01fd1700";
    const std::string answer = "681c1c6808017200000000000000000c000000" + records + "0016";
    add_coverage(coverage, trace_of(R"({"id":1,"t_ns":0,"kind":"frame","direction":"answer","hex":")" + answer +
                                    "\"}\n"
                                    R"({"id":2,"t_ns":0,"kind":"frame","direction":"request","hex":")" +
                                    answer +
                                    "\"}\n"
                                    R"({"id":3,"t_ns":0,"kind":"frame","direction":"answer","hex":"e5"})"
                                    "\n"));
    EXPECT_EQ(coverage.vifs.at("13 volume"), 2U);
    EXPECT_EQ(coverage.vifs.at("FD 17 error-flags"), 1U);
    EXPECT_EQ(coverage.vifs.at("14 volume"), 0U);
    EXPECT_THAT(coverage_text(coverage), HasSubstr("\nvifs      2 of "));
    EXPECT_THAT(coverage_text(coverage), HasSubstr("\n  14 volume\n"));
}

TEST(Coverage, counts_the_quirks_by_which_cases_failed_as_expected) {
    Coverage coverage = no_coverage();
    Summary summary;
    summary.results.resize(3);
    summary.results[0].verdict = summary.results[1].verdict = Verdict::expected_failure;
    summary.results[0].error = "Q34 (any speed is accepted)";
    summary.results[1].error = "the meter is too slow";
    summary.results[2].error = "Q35 (fails)";
    summary.results[2].verdict = Verdict::failed;
    add_coverage(coverage, summary);
    EXPECT_EQ(coverage.quirks.at("Q34"), 1U);
    EXPECT_EQ(coverage.quirks.at("Q35"), 0U);
    EXPECT_THAT(coverage_text(coverage), HasSubstr("\nquirks    1 of "));
}

}  // namespace
}  // namespace otbench::runner
