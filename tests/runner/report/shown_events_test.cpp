#include "runner/report/html/shown_events.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace otbench::runner {
namespace {

std::string shown_events(const std::string& file) {
    ShownEvents events;
    std::istringstream all{file}, again{file};
    events.add_all(all);
    events.complete();
    std::string shown;
    events.for_each(again, [&](std::string_view line) { shown.append(line).push_back('\n'); });
    return shown;
}

TEST(ShownEvents, keeps_of_the_edges_those_that_caused_something_and_the_end_of_an_answer) {
    EXPECT_EQ(shown_events(R"({"id":1,"t_ns":1,"kind":"frame"}
{"id":2,"t_ns":2,"kind":"bus_edge","cause":1}
{"id":3,"t_ns":3,"kind":"meter_current","cause":1,"level":"space"}
{"id":4,"t_ns":3,"kind":"rx_edge","cause":3,"level":0}
{"id":5,"t_ns":4,"kind":"meter_current","cause":1,"level":"mark"}
{"id":6,"t_ns":4,"kind":"rx_edge","cause":5,"level":1}
{"id":7,"t_ns":5,"kind":"softuart_rx","cause":4,"hex":"68"}
{"id":8,"t_ns":6,"kind":"meter_current","cause":1,"level":"mark"}
)"),
              R"({"id":1,"t_ns":1,"kind":"frame"}
{"id":3,"t_ns":3,"kind":"meter_current","cause":1,"level":"space"}
{"id":4,"t_ns":3,"kind":"rx_edge","cause":3,"level":0}
{"id":7,"t_ns":5,"kind":"softuart_rx","cause":4,"hex":"68"}
{"id":8,"t_ns":6,"kind":"meter_current","cause":1,"level":"mark"}
)");
}

TEST(ShownEvents, takes_no_text_of_an_event_for_its_kind_or_cause) {
    const std::string note = R"({"id":1,"t_ns":1,"kind":"note","text":"\"kind\":\"rx_edge\",\"cause\":9"})"
                             "\n";
    EXPECT_EQ(shown_events(note), note);
}

TEST(ShownEvents, leaves_out_a_line_that_was_written_in_part) {
    EXPECT_EQ(shown_events("{\"id\":1,\"t_ns\":1,\"kind\":\"note\"}\n{\"id\":2,\"t_"),
              "{\"id\":1,\"t_ns\":1,\"kind\":\"note\"}\n");
}

}  // namespace
}  // namespace otbench::runner
