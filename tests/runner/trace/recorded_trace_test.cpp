#include "runner/trace/recorded_trace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runner/trace/traces.hpp"

namespace otbench::runner {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(RecordedTrace, has_the_fields_of_each_event_and_the_chain_of_its_causes) {
    const auto trace = trace_of(
        "{\"id\":1,\"t_ns\":5,\"kind\":\"step\",\"title\":\"ping\",\"line\":7}\n"
        "{\"id\":3,\"t_ns\":5,\"kind\":\"command\",\"source\":\"boiler\",\"cause\":1,\"topic\":\"get\"}\n"
        "{\"id\":4,\"t_ns\":1500000009,\"kind\":\"publish\",\"source\":\"boiler\",\"cause\":3,\"carries\":[1,3],"
        "\"qos\":2}\n");
    const RecordedEvent& publish = trace.events.at(2);
    EXPECT_EQ(publish.at.count(), 1'500'000'009);
    EXPECT_THAT(publish.carries, ElementsAre(1, 3));
    EXPECT_EQ(event_text(publish), "1.500000009 s  publish boiler qos=2");
    EXPECT_THAT(trace.causes(publish), ElementsAre(&trace.events[1], &trace.events[0]));
    EXPECT_EQ(trace.find(2), nullptr);
}

TEST(RecordedTrace, refuses_other_files_and_names_the_line) {
    const auto complaint = [](const std::string& lines) {
        std::istringstream file{lines};
        const auto trace = read_trace(file);
        return trace ? std::string{} : trace.error().message;
    };
    const std::string first = "{\"id\":2,\"t_ns\":0,\"kind\":\"run\"}\n";
    EXPECT_EQ(complaint(first + "{\"id\":3}\n"), "2: invalid event (expected a line of events.jsonl)");
    EXPECT_EQ(complaint(first + "[1]\n"), "2: invalid event (expected a line of events.jsonl)");
    EXPECT_THAT(complaint(first + first), HasSubstr("2: invalid id 2"));
    EXPECT_THAT(complaint("{\"id\":2,\"t_ns\":0,\"kind\":\"run\",\"cause\":2}\n"),
                HasSubstr("1: invalid id 2 or cause"));
}

}  // namespace
}  // namespace otbench::runner
