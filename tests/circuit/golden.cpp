#include "golden.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace otbench::circuit::test {

double GoldenEntry::given(const char* name, double otherwise) const {
    const auto found = conditions.find(name);
    return found == conditions.end() ? otherwise : found->get<double>();
}

std::optional<double> GoldenEntry::value(const std::string& name) const {
    const auto found = measured.find(name);
    if (found == measured.end() || !found->at("value").is_number()) return std::nullopt;
    return found->at("value").get<double>();
}

ConverterParameters GoldenEntry::converter() const {
    ConverterParameters p;
    p.supply_v = given("supply_v", p.supply_v);
    p.supply_resistance_ohm = given("supply_res_ohm", 1e-3);
    p.temperature_c = given("temp_c", p.temperature_c);
    if (tx_high()) p.tx_high_v = given("tx_v", p.tx_high_v);
    const auto override = conditions.value("r_override", nlohmann::json::object());
    double* const resistors[] = {&p.r1, &p.r2, &p.r3, &p.r4, &p.r5, &p.r6, &p.r7, &p.r8};
    for (int i = 0; i < 8; ++i) {
        *resistors[i] = override.value(fmt::format("r{}", i + 1), *resistors[i]);
    }
    return p;
}

CableParameters GoldenEntry::cable() const {
    CableParameters cable;
    cable.extra_farad = given("cbus_f", 0.0);
    cable.length_m = given("cable_m", 0.0);
    return cable;
}

SlaveParameters GoldenEntry::slave(double threshold_v) const {
    SlaveParameters slave;
    slave.unit_loads = given("unit_loads", 0.0);
    slave.space_current_a = given("isp_ma", 15.0) * 1e-3;
    slave.receive_threshold_v = threshold_v;
    slave.input_farad = 1e-12;
    return slave;
}

std::vector<GoldenEntry> golden(std::string_view family) {
    std::ifstream file{fmt::format("{}/tests/data/circuit/{}.json", OTBENCH_SOURCE_DIR, family)};
    const auto data = nlohmann::json::parse(file);
    std::vector<GoldenEntry> entries;
    for (const auto& entry : data.at("entries")) {
        entries.push_back({entry.at("id"), entry.at("conditions"), entry.at("measured")});
    }
    return entries;
}

void Comparison::check(const GoldenEntry& entry, const std::string& name, double got, double relative,
                       double absolute) {
    const auto want = entry.value(name);
    if (!want) return;
    ++compared_;
    if (std::abs(got - *want) <= relative * std::abs(*want) + absolute) return;
    const auto label = entry.id + " " + name;
    if (std::find(known_.begin(), known_.end(), label) != known_.end()) {
        seen_.push_back(label);
    } else {
        misses_ +=
            fmt::format("{}: recorded {:.6g}, computed {:.6g}, {}\n", label, *want, got, entry.conditions.dump());
    }
}

void Comparison::expect_all_within_tolerance() const {
    EXPECT_GT(compared_, 0);
    EXPECT_EQ(misses_, "");
    for (const auto& label : known_) {
        EXPECT_NE(std::find(seen_.begin(), seen_.end(), label), seen_.end())
            << label << " is listed as a known difference, but fits";
    }
}

}  // namespace otbench::circuit::test
