#include "circuit/dc_levels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "golden.hpp"

namespace otbench::circuit {
namespace {

using test::Comparison;
using test::golden;
using test::GoldenEntry;

constexpr double ma = 1e3;
constexpr double unit_load_a = 1.5e-3;

BusLoad load_of(const GoldenEntry& entry) {
    const auto slave = entry.slave();
    const bool space = entry.conditions.value("slave_space", false);
    return {slave.unit_loads * unit_load_a + (space ? slave.space_current_a : 0.0), 0.0};
}

BusState state_of(const GoldenEntry& entry) {
    return entry.tx_high() ? BusState::mark : BusState::space;
}

/// RX is compared outside its transition, where a few millivolts of current make volts.
void check_rx(Comparison& comparison, const GoldenEntry& entry, const std::string& name, double got) {
    const double want = entry.value(name).value_or(1.0);
    if (want < 0.3 || want > 2.9) comparison.check(entry, name, got, 0.02, 0.02);
}

TEST(DcLevels, bus_and_rx_levels_are_those_recorded) {
    Comparison comparison;
    for (const auto& entry : golden("dc_levels")) {
        const DcLevels dc{entry.converter()};
        const auto point = dc.operating_point(state_of(entry), load_of(entry));
        comparison.check(entry, "v_bus_terminals", point.bus_v, 0.01, 0.0);
        comparison.check(entry, "i_bus", point.load_a * ma, 0.01, 1e-6);
        check_rx(comparison, entry, "v_rx", dc.rx_voltage(state_of(entry), point));
    }
    comparison.expect_all_within_tolerance();
}

TEST(DcLevels, rx_turns_at_the_recorded_currents) {
    Comparison comparison;
    for (const auto& entry : golden("rx_transfer")) {
        const DcLevels dc{entry.converter()};
        const auto state = state_of(entry);
        comparison.check(entry, "i_th_half", dc.rx_threshold(state) * ma, 0.02, 0.0);
        comparison.check(entry, "i_th_vil", dc.rx_threshold(state, 0.825) * ma, 0.02, 0.0);
        comparison.check(entry, "i_th_vih", dc.rx_threshold(state, 2.475) * ma, 0.02, 0.0);
        for (const double current : {0.0, 5.0, 8.0, 9.0, 11.0, 12.5, 16.5, 21.5, 30.0}) {
            std::string name = std::to_string(current);
            name.erase(name.find_last_not_of('0') + 1);
            if (name.back() == '.') name.pop_back();
            const auto point = dc.operating_point(state, {current / ma, 0.0});
            check_rx(comparison, entry, "v_rx_at_" + name + "mA", dc.rx_voltage(state, point));
        }
    }
    comparison.expect_all_within_tolerance();
}

TEST(DcLevels, resistors_out_of_tolerance_move_levels_and_thresholds_as_recorded) {
    Comparison comparison;
    for (const auto& entry : golden("tolerance")) {
        const DcLevels dc{entry.converter()};
        const auto mark = dc.operating_point(BusState::mark, {unit_load_a, 0.0});
        const auto space = dc.operating_point(BusState::space, {unit_load_a, 0.0});
        comparison.check(entry, "v_bus_mark_1UL", mark.bus_v, 0.01, 0.0);
        comparison.check(entry, "v_bus_space_1UL", space.bus_v, 0.01, 0.0);
        comparison.check(entry, "v_swing_1UL", mark.bus_v - space.bus_v, 0.01, 0.0);
        check_rx(comparison, entry, "v_rx_idle_1UL", dc.rx_voltage(BusState::mark, mark));
        comparison.check(entry, "i_th_half", dc.rx_threshold(BusState::mark) * ma, 0.02, 0.0);
    }
    comparison.expect_all_within_tolerance();
}

ConverterParameters with_fault(const GoldenEntry& entry, const std::string& fault) {
    auto p = entry.converter();
    if (fault == "r2_open") p.r2 = open_circuit;
    if (fault == "r4_open") p.r4 = open_circuit;
    if (fault == "r5_open") p.r5 = open_circuit;
    if (fault == "r5_short") p.r5 = 0;
    if (fault == "r7_open") p.r7 = open_circuit;
    if (fault == "r8_open") p.r8 = open_circuit;
    return p;
}

TEST(DcLevels, broken_resistors_give_the_recorded_levels) {
    Comparison comparison;
    for (const auto& entry : golden("faults")) {
        const auto fault = entry.conditions.at("fault").get<std::string>();
        if (fault.rfind("bus_", 0) == 0 || fault == "q2_ce_short") continue;  // not resistors of the converter
        const DcLevels dc{with_fault(entry, fault)};
        const auto point = dc.operating_point(state_of(entry), load_of(entry));
        comparison.check(entry, "v_bus", point.bus_v, 0.01, 0.0);
        check_rx(comparison, entry, "v_rx", dc.rx_voltage(state_of(entry), point));
    }
    comparison.expect_all_within_tolerance();
}

TEST(DcLevels, rx_never_falls_with_r5_bridged_and_never_rises_with_r5_open) {
    ConverterParameters bridged, open;
    bridged.r5 = 0;
    open.r5 = open_circuit;
    for (const auto state : {BusState::mark, BusState::space}) {
        for (const double current : {0.0, 0.0015, 0.0165, 0.075}) {
            const DcLevels mute{bridged}, stuck{open};
            EXPECT_TRUE(mute.rx_level(state, mute.operating_point(state, {current, 0.0})));
            EXPECT_FALSE(stuck.rx_level(state, stuck.operating_point(state, {current, 0.0})));
        }
    }
}

TEST(DcLevels, an_open_base_resistor_or_a_weak_tx_level_leaves_the_bus_in_space) {
    ConverterParameters open, weak;
    open.r2 = open_circuit;
    weak.tx_high_v = 0.3;
    for (const auto& parameters : {open, weak}) {
        const DcLevels dc{parameters};
        EXPECT_NEAR(dc.operating_point(BusState::mark, {unit_load_a, 0.0}).bus_v, 22.3, 0.1);
    }
}

TEST(DcLevels, line_resistance_lowers_the_voltage_of_the_slaves_only) {
    const DcLevels dc{ConverterParameters{}};
    const auto near = dc.operating_point(BusState::mark, {0.015, 0.0});
    const auto far = dc.operating_point(BusState::mark, {0.015, 73.0});
    EXPECT_NEAR(far.bus_v, near.bus_v, 1e-6);
    EXPECT_NEAR(far.bus_v - far.slave_v, 0.015 * 73, 1e-6);
}

TEST(DcLevels, slaves_draw_less_below_12_v) {
    ConverterParameters low;
    low.supply_v = 15;
    const DcLevels dc{low};
    const auto point = dc.operating_point(BusState::space, {unit_load_a, 0.0});
    EXPECT_NEAR(point.load_a, unit_load_a * (point.bus_v - 2) / 10, 1e-7);
    EXPECT_LT(point.bus_v, 12);
}

TEST(DcLevels, everything_is_finite_whatever_is_open_or_bridged) {
    double ConverterParameters::*const resistors[] = {
        &ConverterParameters::r1, &ConverterParameters::r2, &ConverterParameters::r3,
        &ConverterParameters::r4, &ConverterParameters::r5, &ConverterParameters::r6,
        &ConverterParameters::r7, &ConverterParameters::r8, &ConverterParameters::supply_resistance_ohm};
    for (const auto first : resistors) {
        for (const auto second : resistors) {
            for (const double value : {0.0, 1e9}) {
                ConverterParameters parameters;
                parameters.*first = value;
                parameters.*second = value;
                const DcLevels dc{parameters};
                for (const auto state : {BusState::mark, BusState::space}) {
                    const auto point = dc.operating_point(state, {0.0165, 10.0});
                    EXPECT_TRUE(std::isfinite(point.bus_v) && point.bus_v >= 0 && point.bus_v <= 36) << point.bus_v;
                    EXPECT_TRUE(std::isfinite(point.emitter_a));
                    EXPECT_TRUE(std::isfinite(dc.rx_threshold(state)));
                    EXPECT_TRUE(std::isfinite(dc.rx_voltage(state, point)));
                }
            }
        }
    }
}

TEST(DcLevels, refuses_what_is_no_resistance_or_voltage) {
    ConverterParameters negative, undefined, frozen;
    negative.r3 = -1;
    undefined.supply_v = std::nan("");
    frozen.temperature_c = -300;
    EXPECT_THROW(DcLevels{negative}, std::invalid_argument);
    EXPECT_THROW(DcLevels{undefined}, std::invalid_argument);
    EXPECT_THROW(DcLevels{frozen}, std::invalid_argument);
}

}  // namespace
}  // namespace otbench::circuit
