#include "runner/trace/lanes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runner/trace/traces.hpp"

namespace otbench::runner {
namespace {

using namespace std::chrono_literals;

/// A lane in words: "steps bench | 1000-6000 read | ...".
std::vector<std::string> lanes_of(const std::string& lines) {
    std::vector<std::string> described;
    for (const Lane& lane : trace_lanes(trace_of(lines))) {
        std::ostringstream text;
        text << lane.source << ' ' << lane.name;
        for (const LaneBlock& block : lane.blocks)
            text << " | " << block.from.count() << '-' << block.to.count() << ' ' << block.text;
        described.push_back(text.str());
    }
    return described;
}

TEST(Lanes, have_steps_up_to_the_next_one_and_the_last_up_to_the_end) {
    EXPECT_THAT(lanes_of(R"({"id":1,"t_ns":1000,"kind":"step","title":"read","line":3}
{"id":2,"t_ns":5000,"kind":"step","title_hex":"6f6666e280a6","line":4}
{"id":3,"t_ns":9000,"kind":"run"}
)"),
                testing::ElementsAre("bench steps | 1000-5000 read | 5000-9000 off…"));
}

TEST(Lanes, have_received_bytes_and_requests_from_their_start_bits_and_answers_up_to_their_last_edge) {
    EXPECT_THAT(lanes_of(R"({"id":1,"t_ns":1000,"kind":"receiver_edge","level":"space"}
{"id":2,"t_ns":4000,"kind":"frame","cause":1,"direction":"request","meter":"heat","service":"REQ_UD2","hex":"10"}
{"id":3,"t_ns":7000,"kind":"frame","cause":2,"direction":"answer","meter":"heat","service":"RSP_UD","hex":"68"}
{"id":4,"t_ns":7000,"kind":"meter_current","cause":3,"level":"space"}
{"id":5,"t_ns":7100,"kind":"rx_edge","cause":4,"level":0}
{"id":6,"t_ns":7900,"kind":"softuart_rx","source":"boiler","cause":5,"hex":"68"}
{"id":7,"t_ns":8000,"kind":"meter_current","cause":3,"level":"mark"}
)"),
                testing::ElementsAre("bench frames | 1000-4000 REQ_UD2 to heat | 7000-8000 RSP_UD from heat",
                                     "boiler rx_bytes | 7100-7900 68"));
}

TEST(Lanes, have_sent_bytes_of_eleven_bits_at_the_most_up_to_the_next_one) {
    EXPECT_THAT(lanes_of(R"({"id":1,"t_ns":900,"kind":"softuart_tx","source":"boiler","hex":"10"}
{"id":2,"t_ns":1000,"kind":"gpio_edge","source":"boiler","cause":1,"level":0}
{"id":3,"t_ns":1100,"kind":"gpio_edge","source":"boiler","cause":1,"level":1}
{"id":4,"t_ns":1300,"kind":"gpio_edge","source":"boiler","cause":1,"level":0}
{"id":5,"t_ns":2000,"kind":"softuart_tx","source":"boiler","hex":"5b"}
{"id":6,"t_ns":2050,"kind":"gpio_edge","source":"boiler","cause":5,"level":0}
{"id":7,"t_ns":2060,"kind":"uart_tx","source":"boiler","origin":"log","text":"hello"}
)"),
                testing::ElementsAre("boiler tx_bytes | 1000-2050 10 | 2050-3150 5b"));
}

}  // namespace
}  // namespace otbench::runner
