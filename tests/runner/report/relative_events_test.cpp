#include "runner/report/html/relative_events.hpp"

#include <gtest/gtest.h>

namespace otbench::runner {
namespace {

TEST(RelativeEvents, have_differences_for_ids_times_and_causes) {
    RelativeEvents events;
    EXPECT_EQ(events.line_of(R"({"id":7,"t_ns":1000,"kind":"frame"})"), R"(7,1000,"kind":"frame"})");
    EXPECT_EQ(events.line_of(R"({"id":9,"t_ns":1500,"kind":"rx_edge","cause":7,"level":0})"),
              R"(2,500,"kind":"rx_edge","cause":2,"level":0})");
    EXPECT_EQ(
        events.line_of(R"({"id":10,"t_ns":1500,"kind":"meter_current","source":"heat","cause":3,"level":"mark"})"),
        R"(1,0,"kind":"meter_current","source":"heat","cause":7,"level":"mark"})");
}

TEST(RelativeEvents, keep_a_text_that_looks_like_a_cause) {
    RelativeEvents events;
    EXPECT_EQ(events.line_of(R"({"id":1,"t_ns":2,"kind":"note","text":"\",\"cause\":9"})"),
              R"(1,2,"kind":"note","text":"\",\"cause\":9"})");
}

TEST(RelativeEvents, keep_a_line_that_begins_in_another_way) {
    RelativeEvents events;
    for (const char* line : {R"({"t_ns":2,"id":1,"kind":"note"})", R"({"id":1})", R"({"id":1,"t_ns":2})", "{}", ""})
        EXPECT_EQ(events.line_of(line), line);
    EXPECT_EQ(events.line_of(R"({"id":3,"t_ns":4,"kind":"note"})"), R"(3,4,"kind":"note"})");
}

}  // namespace
}  // namespace otbench::runner
