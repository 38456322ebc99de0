// The firmware model as the process of a device does what it does inside the bench.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using nlohmann::json;

std::string served_model() {
    return built_program("otbench") + " firmware serve";
}

/// What can be seen of a device from outside, one line an event: its pins, its lines and its packets, with their times.
/// The instant at which the run ends is left out, because it depends on the order of events there how many of them are
/// still recorded.
std::vector<std::string> seen(const std::vector<json>& events) {
    static const std::set<std::string> kinds{"bench_receive", "boot",    "crash",   "frame",       "gpio_dir",
                                             "gpio_edge",     "mqtt_rx", "mqtt_tx", "tcp_connect", "uart_tx"};
    std::vector<std::string> lines;
    for (json event : events) {
        if (kinds.count(event.at("kind")) == 0 || event.at("t_ns") == events.back().at("t_ns")) continue;
        for (const char* of_the_bench : {"id", "cause", "causes", "text", "text_hex"}) event.erase(of_the_bench);
        lines.push_back(event.dump());
    }
    return lines;
}

std::vector<json> events_with(const std::string& scenario, const std::vector<std::string>& more) {
    const TemporaryFolder folder;
    std::vector<std::string> arguments{"run",        library_scenario(scenario), "--broker", "internal", "--out",
                                       folder.path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto run = otbench(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    return read_events(folder.path());
}

class ServedModel : public testing::TestWithParam<const char*> {};

TEST_P(ServedModel, shows_the_pins_lines_and_packets_of_the_model_in_the_bench) {
    const std::string scenario = GetParam();
    const auto in_the_bench = seen(events_with(scenario, {}));
    const auto in_a_process = seen(events_with(scenario, {"--device", "boiler=" + served_model()}));
    EXPECT_GT(in_the_bench.size(), 10U);
    ASSERT_EQ(in_a_process.size(), in_the_bench.size());
    for (std::size_t i = 0; i < in_the_bench.size(); ++i) ASSERT_EQ(in_a_process[i], in_the_bench[i]) << "line " << i;
}

INSTANTIATE_TEST_SUITE_P(Library, ServedModel,
                         testing::Values("cf_echo_2_read.yaml", "changed_energy.yaml", "cut_cable.yaml",
                                         "encrypted_meter.yaml", "five_unit_loads.yaml", "network_trouble.yaml",
                                         "odd_inputs.yaml", "ping.yaml", "query_script.yaml", "r5_removed.yaml",
                                         "silence.yaml"),
                         [](const auto& scenario) {
                             const std::string name = scenario.param;
                             return name.substr(0, name.find('.'));
                         });

/// The lines of a trace, without what only the model itself can report and what it hands to a network that is silent.
std::vector<std::string> recorded(const std::string& text) {
    static const std::set<std::string> kinds{"boot",    "crash",   "gpio_dir", "gpio_edge", "i2c_write",
                                             "mezz_tx", "mqtt_tx", "reset",    "uart_tx"};
    std::vector<std::string> lines;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) {
        json event = json::parse(line);
        if (kinds.count(event.at("kind")) == 0) continue;
        const bool never_leaves = event.at("kind") == "mqtt_tx" && event.contains("after_reset");
        if (never_leaves) continue;
        for (const char* left_out : {"text", "text_hex", "signal", "after_reset", "format_sensitive"})
            event.erase(left_out);
        lines.push_back(event.dump());
    }
    return lines;
}

std::string trace(const std::string& file, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"firmware", "trace", file};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto run = otbench(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return run.out;
}

TEST(ServedModelTrace, plays_the_recorded_cases_of_all_boards_hats_and_mezzanines_as_the_model_does) {
    int cases = 0;
    for (const auto& entry : std::filesystem::directory_iterator{source_file("tests/data/firmware")}) {
        const std::string file = entry.path();
        if (file.find(".steps.json") == std::string::npos) continue;
        ++cases;
        EXPECT_EQ(recorded(trace(file, {"--device", served_model()})), recorded(trace(file, {}))) << file;
    }
    EXPECT_GT(cases, 40);
}

}  // namespace
}  // namespace otbench::tests
