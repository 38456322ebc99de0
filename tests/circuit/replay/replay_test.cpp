#include "circuit/replay/replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "circuit/segment/plant.hpp"

namespace otbench::circuit::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using What = Crossing::What;

/// A bus in mark from 1 s on, whose one meter sends a space every 10 ms.
Recording spaces(int count) {
    Recording recording;
    recording.setups.push_back({0s, {{}, {}, {SlaveParameters{}}}});
    recording.tx.push_back({1s, TxInput::high});
    recording.bus_v = {{0s, 22.3}, {1s, 22.3}, {1s + 1us, 35.4}};
    for (int i = 0; i < count; ++i) {
        const Nanoseconds at = 2s + i * 10ms;
        recording.slaves.push_back({at, 0, true});
        recording.seen.push_back({What::rx, at + 600ns, 0, false});
        recording.slaves.push_back({at + 5ms, 0, false});
        recording.seen.push_back({What::rx, at + 5ms + 900ns, 0, true});
    }
    recording.end = 2s + count * 10ms + 1s;
    recording.bus_v.push_back({recording.end, 35.4});
    return recording;
}

/// What ngspice would have written had it seen the bus at `bus_v` and RX follow the meter after `delay`.
SpiceRows followed(const Recording& recording, const ReplayPiece& piece, Nanoseconds delay, double bus_v) {
    SpiceRows rows;
    for (Nanoseconds at = piece.begin; at <= piece.end; at += 100ns) {
        bool space = false;
        for (const auto& change : recording.slaves)
            if (change.at + delay <= at) space = change.space;
        rows.push_back({std::chrono::duration<double>(at - piece.begin).count(), bus_v, space ? 0.1 : 3.27, 0.0});
    }
    return rows;
}

double worst_share(const std::vector<Deviation>& all, Deviation::Kind kind) {
    double worst = -1;
    for (const auto& deviation : all)
        if (deviation.kind == kind) worst = std::max(worst, deviation.share());
    return worst;
}

TEST(ReplayPieces, leave_out_idle_times_and_end_after_the_last_reaction) {
    const auto pieces = replay_pieces(spaces(2));
    ASSERT_EQ(pieces.size(), 2u) << "the rise of TX, and a second later the meter";
    EXPECT_EQ(pieces[0].judged_from, Nanoseconds{1s});
    EXPECT_LT(pieces[0].begin, pieces[0].judged_from) << "it begins at rest";
    EXPECT_EQ(pieces[0].end, 1s + 1ms);
    EXPECT_EQ(pieces[1].judged_from, Nanoseconds{2s});
    EXPECT_EQ(pieces[1].end, 2s + 15ms + 900ns + 1ms);
}

TEST(ReplayPieces, are_cut_when_they_get_long_and_then_led_in_by_two_inputs) {
    const Recording recording = spaces(20);
    const auto pieces = replay_pieces(recording, 25ms);
    ASSERT_GT(pieces.size(), 5u);
    for (std::size_t i = 2; i < pieces.size(); ++i) {
        EXPECT_EQ(pieces[i - 1].end, pieces[i].judged_from) << "without a gap";
        EXPECT_LE(pieces[i].end - pieces[i].judged_from, Nanoseconds{30ms});
        const auto led_in = std::count_if(recording.slaves.begin(), recording.slaves.end(), [&](const auto& change) {
            return change.at > pieces[i].begin && change.at < pieces[i].judged_from;
        });
        EXPECT_EQ(led_in, 2);
    }
}

TEST(ReplayPieces, end_where_the_bus_is_made_of_something_else) {
    Recording recording = spaces(4);
    recording.setups.push_back({2s + 12ms, recording.setups[0].installation});
    const auto pieces = replay_pieces(recording, 1s);
    ASSERT_EQ(pieces.size(), 3u);
    EXPECT_EQ(pieces[1].setup, 0u);
    EXPECT_EQ(pieces[2].setup, 1u);
    EXPECT_GT(pieces[2].begin, recording.setups[1].from);
}

TEST(ReplayJudge, finds_nothing_where_ngspice_saw_the_same) {
    const Recording recording = spaces(2);
    const auto piece = replay_pieces(recording).back();
    const auto all = judge_replay(recording, piece, followed(recording, piece, 700ns, 35.4));
    EXPECT_LE(worst_share(all, Deviation::Kind::rx_fall), 1.0);
    EXPECT_GE(worst_share(all, Deviation::Kind::rx_fall), 0.0) << "it was compared";
    EXPECT_LE(worst_share(all, Deviation::Kind::rx_rise), 1.0);
    EXPECT_EQ(worst_share(all, Deviation::Kind::rx_level), 0.0);
    EXPECT_LE(worst_share(all, Deviation::Kind::bus_level), 0.01);
}

TEST(ReplayJudge, notices_a_late_edge_a_wrong_level_and_an_rx_that_does_not_move) {
    const Recording recording = spaces(2);
    const auto piece = replay_pieces(recording).back();
    const auto late = judge_replay(recording, piece, followed(recording, piece, 2us, 35.4));
    EXPECT_GT(worst_share(late, Deviation::Kind::rx_fall), 1.0);
    const auto low = judge_replay(recording, piece, followed(recording, piece, 700ns, 35.0));
    EXPECT_GT(worst_share(low, Deviation::Kind::bus_level), 1.0);
    const auto deaf = judge_replay(recording, piece, followed(recording, piece, 1h, 35.4));
    EXPECT_TRUE(std::isinf(worst_share(deaf, Deviation::Kind::rx_fall)));
    EXPECT_GT(worst_share(deaf, Deviation::Kind::rx_level), 1.0);
}

TEST(ReplayJudge, leaves_out_a_pulse_that_comes_and_goes_between_two_inputs) {
    Recording recording = spaces(1);
    recording.seen.insert(recording.seen.begin() + 1, {What::rx, 2s + 1ms, 0, true});
    recording.seen.insert(recording.seen.begin() + 2, {What::rx, 2s + 1001us, 0, false});
    const auto piece = replay_pieces(recording).back();
    const auto all = judge_replay(recording, piece, followed(recording, piece, 700ns, 35.4));
    EXPECT_LE(worst_share(all, Deviation::Kind::rx_fall), 1.0);
    EXPECT_LE(worst_share(all, Deviation::Kind::rx_rise), 1.0);
}

TEST(ReplayJudge, judges_no_line_beyond_a_kilometre) {
    Recording recording = spaces(1);
    recording.setups[0].installation.cable.length_m = 1500;
    const auto piece = replay_pieces(recording).back();
    for (const auto& deviation : judge_replay(recording, piece, followed(recording, piece, 2us, 35.4)))
        EXPECT_FALSE(deviation.judged);
}

TEST(ReplayDeck, has_what_is_cut_bridged_wet_and_floating) {
    Recording recording = spaces(1);
    auto& [converter, cable, slaves] = recording.setups[0].installation;
    converter.resistors = {{"r3", 21e3}, {"r5", open_circuit}, {"r7", 0.0}};
    cable.length_m = 100;
    cable.leak_ohm = 10e3;
    slaves.push_back(slaves[0]);
    slaves[0].distance_m = 40;
    const auto pieces = replay_pieces(recording);
    const auto deck = replay_deck(recording, pieces.back());
    EXPECT_THAT(deck, HasSubstr("mbus_master r3=21000 r5=1e+12 r7=0.001"));
    EXPECT_THAT(deck, HasSubstr("Rleak mbusp mbusn 10000"));
    EXPECT_THAT(deck, HasSubstr("mbus_lossy_cable len=40\n"));
    EXPECT_THAT(deck, HasSubstr("mbus_lossy_cable len=60\n"));
    EXPECT_THAT(deck, Not(HasSubstr("Rcut")));
    recording.tx.push_back({2s + 1ms, TxInput::floating});
    EXPECT_THAT(replay_deck(recording, replay_pieces(recording).back()), HasSubstr("Vdrive drive 0 PWL(0 1000\n"));
}

TEST(ReplayObstacle, is_an_input_that_the_controller_pulls_up_itself) {
    Recording recording = spaces(1);
    EXPECT_FALSE(replay_obstacle(recording));
    recording.setups[0].installation.converter.resistors["r1"] = open_circuit;
    EXPECT_THAT(replay_obstacle(recording).value(), HasSubstr("R1 is open"));
}

}  // namespace
}  // namespace otbench::circuit::test
