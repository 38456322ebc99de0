// The device model answers random lists of steps as the real firmware did: packets, boots, edges and nixie pictures.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "firmware_model/conformance/trace_player.hpp"

namespace otbench::firmware {
namespace {

using Json = nlohmann::json;

std::ifstream cases_file() {
    return std::ifstream{std::filesystem::path{OTBENCH_SOURCE_DIR} / "tests/data/firmware_random/cases.jsonl"};
}

/// The name that a line begins with, without parsing all of it: every test of this program starts by listing them.
std::string name_in(const std::string& line) {
    const std::string before = R"("name": ")";
    const auto begin = line.find(before) + before.size();
    return line.substr(begin, line.find('"', begin) - begin);
}

std::vector<std::string> case_names() {
    auto file = cases_file();
    std::vector<std::string> names;
    for (std::string line; std::getline(file, line);) names.push_back(name_in(line));
    return names;
}

std::string case_line(const std::string& name) {
    auto file = cases_file();
    for (std::string line; std::getline(file, line);) {
        if (name_in(line) == name) return line;
    }
    return {};
}

std::string payload_of(const Json& event) {
    if (event.contains("payload")) return event.at("payload");
    // The recordings write an octet a character, so those above 7F become UTF-8.
    const std::string hex = event.value("payload_hex", "");
    std::string text;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        const auto octet = static_cast<unsigned>(std::stoul(hex.substr(i, 2), nullptr, 16));
        if (octet >= 0x80) text += static_cast<char>(0xC0 | octet >> 6U);
        text += static_cast<char>(octet >= 0x80 ? 0x80 | (octet & 0x3FU) : octet);
    }
    return text;
}

/// What a nixie driver on GPIO4 (clock), 5 (inverted data) and 13 (latch) shows, latched by latched.
class NixieDriver {
public:
    /// The picture that this change of a pin latches; empty when it latches none.
    std::string changed(int pin, int level) {
        if (pin != clock && pin != data && pin != latch) return {};
        const bool rises = level == 1 && std::exchange(levels_[pin], level) == 0;
        levels_[pin] = level;
        if (pin == clock && rises) bits_ += levels_[data] == 0 ? '1' : '0';
        if (pin != latch || !rises) return {};
        constexpr std::size_t width = 24;
        const auto shifted = std::exchange(bits_, {});
        return shifted.size() < width ? std::string{} : shifted.substr(shifted.size() - width);
    }

private:
    static constexpr int clock = 4;
    static constexpr int data = 5;
    static constexpr int latch = 13;
    std::map<int, int> levels_;
    std::string bits_;
};

/// The trace in the form of a case's `expect`.
Json observed(std::istream& trace) {
    Json seen = {
        {"wire", Json::object()}, {"boots", Json::object()}, {"edges", Json::object()}, {"nixie", Json::object()}};
    NixieDriver nixie;
    for (std::string line; std::getline(trace, line);) {
        const Json event = Json::parse(line);
        const std::string kind = event.at("kind");
        const auto step = std::to_string(event.at("step").get<int>());
        const std::string type = event.value("type", "");
        if (kind == "mqtt_tx" && (type == "PUBLISH" || type == "SUBSCRIBE") && !event.contains("after_reset")) {
            seen["wire"][step].push_back(
                {type, event.at("topic"), payload_of(event), event.at("qos"), event.value("retain", false) ? 1 : 0});
        } else if (kind == "boot" || kind == "crash") {
            seen["boots"][step].push_back(kind);
        } else if ((kind == "gpio_edge" || kind == "gpio_dir") && event.contains("level")) {
            const int pin = event.at("pin");
            const int level = event.at("level");
            constexpr std::array<int, 4> counted = {4, 5, 13, 15};
            if (kind == "gpio_edge" && std::find(counted.begin(), counted.end(), pin) != counted.end()) {
                Json& edges = seen["edges"][step + "/" + std::to_string(pin)];
                edges = Json{edges.is_null() ? level : edges.at(0).get<int>(),
                             edges.is_null() ? 1 : edges.at(1).get<int>() + 1};
            }
            if (const auto picture = nixie.changed(pin, level); !picture.empty())
                seen["nixie"][step].push_back(picture);
        }
    }
    return seen;
}

class RandomSteps : public testing::TestWithParam<std::string> {};

TEST_P(RandomSteps, are_answered_as_by_the_real_firmware) {
    const auto line = case_line(GetParam());
    std::istringstream steps{line};
    const auto trace_case = TraceCase::parse(steps);
    ASSERT_TRUE(trace_case) << trace_case.error();
    std::stringstream trace;
    play_trace(*trace_case, trace);

    const Json seen = observed(trace);
    const Json expected = Json::parse(line).at("expect");
    for (const char* what : {"wire", "boots", "edges", "nixie"}) {
        EXPECT_EQ(Json::diff(expected.at(what), seen.at(what)), Json::array()) << what;
    }
}

INSTANTIATE_TEST_SUITE_P(Firmware, RandomSteps, testing::ValuesIn(case_names()),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace otbench::firmware
