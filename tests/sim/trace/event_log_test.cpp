#include "sim/trace/event_log.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "tests/support/program.hpp"

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;
using tests::TemporaryFolder;

TEST(EventLog, writes_one_json_line_per_event_with_growing_ids_and_causes) {
    const TemporaryFolder folder;
    EventLog log;
    log.open(folder / "events.jsonl");
    const Cause first = log.record(1500ns, "step", Cause::none, {{"title", "ping"}});
    const Cause second = log.record(2us, "bench_publish", first, {{"qos", 2}, {"retain", true}, {"volts", 35.25}});
    log.close();

    std::istringstream lines{tests::read_file(folder / "events.jsonl")};
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(line, R"({"id":1,"t_ns":1500,"kind":"step","title":"ping"})");
    std::getline(lines, line);
    EXPECT_EQ(line, R"({"id":2,"t_ns":2000,"kind":"bench_publish","cause":1,"qos":2,"retain":true,"volts":35.25})");
    EXPECT_LT(first, second);
    EXPECT_FALSE(std::getline(lines, line));
}

TEST(EventLog, shows_unprintable_octets_as_hex_and_escapes_the_others) {
    EventLog log;
    log.record(0ns, "publish", Cause::none, {{"payload", std::string{"\x00\xff", 2}}, {"topic", "a\"b\\c"}});
    const auto json = nlohmann::json::parse(log.last().back());
    EXPECT_EQ(json.at("payload_hex"), "00ff");
    EXPECT_EQ(json.at("topic"), "a\"b\\c");
}

TEST(EventLog, names_the_source_and_lists_several_causes) {
    EventLog log;
    NamedSink boiler{log, "boiler"};
    boiler.record(0ns, "publish", Cause{7}, {{"carries", std::vector<Cause>{Cause{3}, Cause{4}}}});
    const auto json = nlohmann::json::parse(log.last().back());
    EXPECT_EQ(json.at("source"), "boiler");
    EXPECT_EQ(json.at("cause"), 7);
    EXPECT_EQ(json.at("carries"), nlohmann::json::parse("[3,4]"));
}

TEST(EventLog, keeps_only_the_last_events) {
    EventLog log;
    for (std::size_t i = 0; i < 3 * EventLog::remembered; ++i) log.record(0ns, "tick", Cause::none, {});
    ASSERT_EQ(log.last().size(), EventLog::remembered);
    EXPECT_EQ(nlohmann::json::parse(log.last().back()).at("id"), 3 * EventLog::remembered);
}

TEST(EventLog, holds_no_more_than_twice_what_the_kept_lines_need) {
    EventLog log;
    log.keep(100);
    for (std::size_t i = 0; i < 1000; ++i)
        log.record(0ns, "tick", Cause::none, {{"text", std::string(1 + i * 37 % 400, 'x')}});
    ASSERT_EQ(log.kept().size(), 100U);
    for (const std::string& line : log.kept()) EXPECT_LE(line.capacity(), 2 * line.size());
}

TEST(EventLog, makes_the_lines_of_a_file_when_asked_later_and_goes_on_with_them) {
    const TemporaryFolder folder;
    EventLog written, asked;
    written.open(folder / "events.jsonl");
    for (std::size_t i = 0; i < 3 * EventLog::remembered; ++i) {
        for (EventLog* log : {&written, &asked}) {
            const std::vector<EventField> fields(i % 3, EventField{"key", std::string(1 + i * 37 % 400, 'x')});
            log->record_from(std::string(i % 30, 's'), Nanoseconds{i}, i % 2 == 0 ? "tick" : "tock", Cause{i}, fields);
        }
        if (i % 7 == 0) {
            EXPECT_EQ(asked.last(), written.last());
        }
    }
    EXPECT_EQ(asked.kept(), written.kept());
    asked.record(0ns, "tick", Cause::none, {});
    asked.keep(100);
    asked.record(0ns, "tock", Cause::none, {});
    ASSERT_EQ(asked.kept().size(), EventLog::remembered + 1);
    EXPECT_EQ(nlohmann::json::parse(asked.kept().front()).at("id"), 2 * EventLog::remembered + 2);
    EXPECT_EQ(nlohmann::json::parse(asked.kept().back()).at("kind"), "tock");
}

TEST(EventLog, refuses_a_path_that_cannot_be_created) {
    EventLog log;
    EXPECT_THROW(log.open("/proc/no-such-folder/events.jsonl"), std::system_error);
}

TEST(EventLog, reports_a_full_disk_when_it_closes) {
    EventLog log;
    log.open("/dev/full");
    log.record(0ns, "step", Cause::none, {});
    EXPECT_THROW(log.close(), std::system_error);
}

}  // namespace
}  // namespace otbench::sim
