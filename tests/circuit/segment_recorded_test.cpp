// The whole model against recorded simulations of the circuit; tolerances: tests/data/circuit/README.md.
#include <gtest/gtest.h>

#include <cmath>

#include "circuit/dc_levels.hpp"
#include "golden.hpp"
#include "segment_bench.hpp"

namespace otbench::circuit::test {
namespace {

using namespace std::chrono_literals;
using What = Crossing::What;

constexpr Tick settled = 1s;  // long enough for every receiver to know the mark level
constexpr Tick edge_room = 50ms;

double us_between(Tick start, Tick end) {
    return static_cast<double>((end - start).count()) * 1e-3;
}

/// Delays in microseconds from a TX edge until the slave has fallen through, or risen through, `drop_v` below mark.
struct TxEdges {
    double space_us;
    double mark_us;
    double bus_space_us;  ///< middle of the step at the terminals
    double echo_us;
};

/// Long enough for the space edge to end, short enough for the stored mark level to stay.
Tick space_length(const GoldenEntry& entry) {
    const double farad = entry.given("cbus_f", 0.0) + entry.given("cable_m", 0.0) * 120e-12;
    const double least_a = entry.given("unit_loads", 0.0) * 1.5e-3 + 0.12e-3;
    return 20us + Tick{std::llround(15.0 * farad / least_a * 1e9)};
}

TxEdges measure_tx_edges(const GoldenEntry& entry, double drop_v) {
    const Tick mark = settled + space_length(entry);
    SegmentBench bench{entry.converter(), entry.cable(), {entry.slave(drop_v)}};
    bench.tx(0s, TxInput::high);
    bench.tx(settled, TxInput::low);
    bench.tx(mark, TxInput::high);
    bench.run(mark + edge_room);
    const auto slave = bench.crossings(What::slave_receiver, settled);
    const auto bus = bench.crossings(What::bus_edge, settled);
    const auto rx = bench.crossings(What::rx, mark);
    TxEdges edges{NAN, NAN, NAN, NAN};
    if (slave.size() == 2) {
        edges.space_us = us_between(settled, slave[0].at);
        edges.mark_us = us_between(mark, slave[1].at);
    }
    if (bus.size() == 2) edges.bus_space_us = us_between(settled, bus[0].at);
    if (rx.size() == 2 && rx[0].echo) edges.echo_us = us_between(rx[0].at, rx[1].at);
    return edges;
}

/// Compares both TX edges of an entry at several depths.
void check_tx_edges(Comparison& comparison, const GoldenEntry& entry) {
    const DcLevels dc{entry.converter()};
    const double metres = entry.given("cable_m", 0.0);
    const BusLoad load{entry.given("unit_loads", 0.0) * 1.5e-3, metres * 0.073};
    const double mark_v = dc.operating_point(BusState::mark, load).slave_v;
    const double swing_v = mark_v - dc.operating_point(BusState::space, load).slave_v;
    comparison.check(entry, "v_mark", mark_v, 0.01, 0.0);
    comparison.check(entry, "v_space", mark_v - swing_v, 0.01, 0.0);
    const double mark_relative = metres > 0 ? 0.1 : 0.0;
    for (const int percent : {10, 50, 90}) {
        const auto name = std::to_string(percent);
        const auto edges = measure_tx_edges(entry, swing_v * percent / 100);
        comparison.check(entry, "space_t" + name, edges.space_us, 0.03, 0.5);
        // The way back: a tenth of it is done where nine tenths of the drop are left. Reflections on a line: not
        // compared.
        if (metres > 0 && percent != 50) continue;
        comparison.check(entry, "mark_t" + std::to_string(100 - percent), edges.mark_us, mark_relative, 0.3);
    }
    for (const auto& [name, drop_v] : {std::pair{"5.7V", 5.7}, {"6.95V", 6.95}, {"8.2V", 8.2}}) {
        const auto edges = measure_tx_edges(entry, drop_v);
        comparison.check(entry, std::string{"space_drop_"} + name, edges.space_us, 0.03, 0.5);
        comparison.check(entry, std::string{"mark_drop_"} + name, edges.mark_us, mark_relative, 0.3);
    }
}

TEST(SegmentRecorded, tx_edges_into_a_lumped_bus) {
    Comparison comparison;
    comparison.known("tx_edges_001 space_drop_8.2V");  // 100 pF without a load: node B pushes the whole edge along
    for (const auto& entry : golden("tx_edges")) check_tx_edges(comparison, entry);
    comparison.expect_all_within_tolerance();
}

TEST(SegmentRecorded, tx_edges_at_the_far_end_of_up_to_1_km) {
    Comparison comparison;
    comparison.known("line_edges_010 space_t10");  // the far end falls in steps of twice the line delay
    for (const auto& entry : golden("line_edges")) {
        if (entry.given("cable_m", 0) <= 1000) check_tx_edges(comparison, entry);  // beyond: reflections
    }
    comparison.expect_all_within_tolerance();
}

TEST(SegmentRecorded, echo_widths) {
    Comparison comparison;
    // Below 1 nF the width falls faster than its logarithm.
    comparison.known("tx_edges_001 rx_echo_mark_first_width");
    comparison.known("tx_edges_006 rx_echo_mark_first_width");
    for (const auto& entry : golden("tx_edges")) {
        comparison.check(entry, "rx_echo_mark_first_width", measure_tx_edges(entry, 6.95).echo_us, 0.4, 0.0);
    }
    for (const auto& entry : golden("line_edges")) {
        // Shorter lines are between line and lump, longer ones ring.
        const double metres = entry.given("cable_m", 0);
        if (metres < 50 || metres > 1000) continue;
        comparison.check(entry, "rx_echo_mark_first_width", measure_tx_edges(entry, 6.95).echo_us, 0.2, 0.0);
    }
    comparison.expect_all_within_tolerance();
}

/// RX delays in microseconds after the middle of a slave's current ramps.
void check_slave_edges(Comparison& comparison, const GoldenEntry& entry, double tolerance_us) {
    constexpr auto half_ramp = 500ns;
    SegmentBench bench{entry.converter(), entry.cable(), {entry.slave()}};
    bench.tx(0s, TxInput::high);
    bench.space(0, settled, true);
    bench.space(0, settled + edge_room, false);
    bench.run(settled + 2 * edge_room);
    const auto rx = bench.crossings(What::rx, settled);
    ASSERT_EQ(rx.size(), 2u) << entry.id;
    comparison.check(entry, "rx_fall_half", us_between(settled + half_ramp, rx[0].at), 0.0, tolerance_us);
    comparison.check(entry, "rx_rise_half", us_between(settled + edge_room + half_ramp, rx[1].at), 0.0, tolerance_us);
}

TEST(SegmentRecorded, rx_delays_of_slave_edges) {
    Comparison comparison;
    for (const auto& entry : golden("slave_edges")) {
        check_slave_edges(comparison, entry, entry.given("cbus_f", 0) > 1e-7 ? 1.0 : 0.5);
    }
    comparison.expect_all_within_tolerance();
}

TEST(SegmentRecorded, rx_delays_of_slave_edges_over_up_to_1_km) {
    Comparison comparison;
    for (const auto& entry : golden("line_slave_edges")) {
        if (entry.given("cable_m", 0) <= 1000) check_slave_edges(comparison, entry, 1.0);
    }
    comparison.expect_all_within_tolerance();
}

const std::vector<std::uint8_t> request{0x10, 0x5B, 0x01, 0x5C, 0x16};

/// Sends the request at this speed; what the slave's receiver makes of it.
std::vector<std::uint8_t> request_at_slave(const GoldenEntry& entry, double threshold_v, double bit_s,
                                           int character_bits) {
    SegmentBench bench{entry.converter(), entry.cable(), {entry.slave(threshold_v)}};
    bench.tx(0s, TxInput::high);
    for (const auto& edge : uart_edges(request, settled, bit_s, character_bits)) {
        bench.tx(edge.at, edge.level ? TxInput::high : TxInput::low);
    }
    bench.run(settled + 1s);
    return uart_octets(changes_of(bench, What::slave_receiver, settled), bit_s);
}

TEST(SegmentRecorded, highest_standard_speed_at_which_the_slave_understands) {
    for (const auto& entry : golden("baud_limit")) {
        if (entry.given("cable_m", 0) > 1000) continue;  // reflections
        for (const auto& [name, drop_v] : {std::pair{"5.7V", 5.7}, {"6.95V", 6.95}, {"8.2V", 8.2}}) {
            const auto recorded = entry.value(std::string{"max_standard_baud_decoded_"} + name);
            if (!recorded) continue;
            double fastest = 0;
            for (const double baud : {300., 600., 1200., 2400., 4800., 9600., 19200., 38400.}) {
                if (request_at_slave(entry, drop_v, 1 / baud, 11) == request) fastest = baud;
            }
            // A limit that lies on a standard speed within its own tolerance may fall on either side.
            const double limit = entry.value(std::string{"max_baud_midbit_"} + name).value();
            if (std::abs(limit / std::max(fastest, *recorded) - 1) < 0.05) continue;
            EXPECT_EQ(fastest, *recorded) << entry.id << " " << name;
        }
    }
}

TEST(SegmentRecorded, space_shrinks_by_the_recorded_time) {
    Comparison comparison;
    for (const auto& entry : golden("baud_limit")) {
        if (entry.given("cable_m", 0) > 1000) continue;
        for (const auto& [name, drop_v] : {std::pair{"5.7V", 5.7}, {"6.95V", 6.95}, {"8.2V", 8.2}}) {
            const auto edges = measure_tx_edges(entry, drop_v);
            const double shrink_us = edges.space_us - edges.mark_us;
            comparison.check(entry, std::string{"max_baud_midbit_"} + name, 0.5e6 / shrink_us, 0.05, 0.0);
        }
    }
    comparison.expect_all_within_tolerance();
}

std::vector<std::uint8_t> octets_of(const std::string& hex) {
    std::vector<std::uint8_t> octets;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        octets.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    return octets;
}

TEST(SegmentRecorded, request_and_reply_decode_as_recorded) {
    for (const auto& entry : golden("frame")) {
        SCOPED_TRACE(entry.id);
        const auto text = [&](const char* name) { return entry.measured.at(name).at("value").get<std::string>(); };
        const double master_bit_s = entry.given("master_bit_us", 417) * 1e-6;
        EXPECT_EQ(request_at_slave(entry, 6.95, master_bit_s, 16), octets_of(text("slave_decodes")));

        const auto reply = octets_of(entry.conditions.at("slave_bytes").get<std::string>());
        const double slave_bit_s = 1 / entry.given("slave_baud", 2400);
        SegmentBench bench{entry.converter(), entry.cable(), {entry.slave()}};
        bench.tx(0s, TxInput::high);
        for (const auto& edge : uart_edges(reply, settled, slave_bit_s)) bench.space(0, edge.at, !edge.level);
        bench.run(settled + 1s);
        EXPECT_EQ(uart_octets(changes_of(bench, What::rx, settled), slave_bit_s), octets_of(text("master_decodes")));
    }
}

}  // namespace
}  // namespace otbench::circuit::test
