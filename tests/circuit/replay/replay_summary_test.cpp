#include "circuit/replay/replay_summary.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "circuit/replay/replay_plot.hpp"

namespace otbench::circuit::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using Kind = Deviation::Kind;

const std::vector<Deviation> deviations{
    {Kind::rx_rise, 3ms, 1.0, 3.0, 4.0},
    {Kind::rx_rise, 5ms, 1.0, 7.0, 4.0},
    {Kind::bus_level, 7ms, 35.0, 35.1, 0.4, 2},
};

TEST(ReplaySummary, counts_each_kind_and_keeps_its_worst) {
    const auto summaries = summaries_of(deviations);
    ASSERT_EQ(summaries.size(), 2u);
    EXPECT_EQ(summaries.at(Kind::rx_rise).count, 2u);
    EXPECT_EQ(summaries.at(Kind::rx_rise).missed, 1u);
    EXPECT_EQ(summaries.at(Kind::rx_rise).worst.at, 5ms);
    EXPECT_EQ(summaries.at(Kind::bus_level).missed, 0u);
    EXPECT_FALSE(passed(summaries));
    EXPECT_TRUE(passed(summaries_of({deviations[0], deviations[2]})));
}

TEST(ReplaySummary, passes_what_no_tolerance_is_promised_for) {
    auto unjudged = deviations;
    unjudged[1].judged = false;
    EXPECT_TRUE(passed(summaries_of(unjudged)));
}

TEST(ReplaySummary, has_a_line_a_kind_and_the_same_as_json) {
    const auto summaries = summaries_of(deviations);
    EXPECT_THAT(table_of(summaries), HasSubstr("2       1          1 us         7 us        150%  0.005000 s"));
    const auto report = nlohmann::json::parse(report_of("Read", 4, summaries));
    EXPECT_EQ(report["scenario"], "Read");
    EXPECT_EQ(report["pieces"], 4);
    EXPECT_EQ(report["passed"], false);
    EXPECT_EQ(report["quantities"][kind_of(Kind::rx_rise).name]["missed"], 1);
    EXPECT_EQ(report["quantities"][kind_of(Kind::rx_rise).name]["worst"]["t_ns"], 5'000'000);
}

TEST(ReplayOutcome, survives_the_transfer_between_processes) {
    ReplayOutcome sent{deviations, ""};
    sent.deviations[0].ngspice = std::nan("");
    sent.deviations[2].judged = false;
    const auto received = replay_outcome_of(to_json(sent));
    ASSERT_TRUE(received);
    ASSERT_EQ(received->deviations.size(), 3u);
    EXPECT_TRUE(std::isnan(received->deviations[0].ngspice));
    EXPECT_EQ(received->deviations[1].at, 5ms);
    EXPECT_EQ(received->deviations[2].kind, Kind::bus_level);
    EXPECT_EQ(received->deviations[2].slave, 2u);
    EXPECT_FALSE(received->deviations[2].judged);
    EXPECT_EQ(replay_outcome_of(to_json({{}, "no ngspice"}))->error, "no ngspice");
}

TEST(ReplayOutcome, is_none_when_its_process_ended_early) {
    EXPECT_FALSE(replay_outcome_of(""));
    EXPECT_FALSE(replay_outcome_of(to_json({deviations, ""}).substr(0, 20)));
}

TEST(ReplayPieceAt, is_the_one_that_holds_an_instant_or_the_next_or_the_last) {
    const std::vector<ReplayPiece> pieces{{1ms, 1ms, 2ms}, {5ms, 5ms, 6ms}};
    EXPECT_EQ(piece_at(pieces, 1500us).begin, 1ms);
    EXPECT_EQ(piece_at(pieces, 3ms).begin, 5ms);
    EXPECT_EQ(piece_at(pieces, 9ms).begin, 5ms);
}

TEST(ReplayPlot, shows_bus_rx_and_tx_of_its_time_alone) {
    Recording recording;
    recording.tx = {{1ms, TxInput::high}, {3ms, TxInput::low}, {9ms, TxInput::high}};
    recording.bus_v = {{0ms, 36.0}, {3ms, 24.0}, {10ms, 24.0}};
    recording.seen = {{Crossing::What::rx, 4ms, 0, false}};
    const ReplayWave wave{{0.001, 0.003, 0.005, 0.009}, {36, 24, 24, 24}, {3.3, 3.3, 0.1, 0.1}};
    const auto plot = replay_plot("Read", recording, wave, 2ms, 6ms);
    ASSERT_EQ(plot.panels.size(), 3u);
    EXPECT_THAT(plot.title, HasSubstr("Read"));
    EXPECT_THAT(plot.panels[0].series.at(0).x, ElementsAre(3, 5)) << "ngspice's bus";
    EXPECT_THAT(plot.panels[0].series.at(1).x, ElementsAre(2, 3)) << "the run's bus";
    EXPECT_THAT(plot.panels[1].series.at(1).x, ElementsAre(2, 4, 4, 6)) << "RX";
    EXPECT_THAT(plot.panels[1].series.at(1).y, ElementsAre(3.3, 3.3, 0, 0));
    EXPECT_THAT(plot.panels[2].series.at(0).x, ElementsAre(2, 3, 3, 6)) << "TX";
    EXPECT_THAT(plot.panels[2].series.at(0).y, ElementsAre(1, 1, 0, 0));
}

}  // namespace
}  // namespace otbench::circuit::test
