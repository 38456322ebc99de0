#include <gmock/gmock.h>

#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "tests/support/emulator.hpp"

namespace otbench::tests {
namespace {

using nlohmann::json;

/// The results of each call, and of connect before them and close after them. An answer over TCP may take `timeout` ms.
json call(const std::string& where, const std::vector<json>& calls, int timeout = 250) {
    std::vector<std::string> arguments{OTBENCH_CLIENTS_FOLDER, where, std::to_string(timeout)};
    for (const json& one : calls) arguments.push_back(one.dump());
    return run_client(OTBENCH_NODE, "node_mbus_client.js", arguments);
}

/// The telegrams that meters sent, in hex, from the emulator's log; of all meters, or of one.
std::vector<std::string> sent_telegrams(const Emulator& meters, const std::string& meter = {}) {
    const std::string word = meter.empty() ? " RSP_UD " : " < " + meter + " RSP_UD ";
    std::vector<std::string> telegrams;
    std::istringstream log{meters.log()};
    for (std::string line; std::getline(log, line);) {
        const auto at = line.find(word);
        if (at == std::string::npos) continue;
        const auto begin = at + word.size();
        telegrams.push_back(line.substr(begin, line.find(" |", begin) - begin));
    }
    return telegrams;
}

/// What an element holds in JavaScript, where numbers are numbers; empty when there is none.
std::string plain(const json& parent, const char* name) {
    const json value = parent.value(name, json(""));
    if (value.is_string()) return value.get<std::string>();
    return value.is_number() ? json(value.get<double>()).dump() : value.dump();
}
std::string plain_text(const std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0' ? json(number).dump() : text;
}

/// Compares what node-mbus makes of a readout's telegrams with what we do. The libmbus that it carries prints
/// manufacturer data in the order of the older ones.
void expect_same(const json& theirs, const std::vector<std::string>& telegrams) {
    std::vector<std::string> arguments{"decode", "--dialect", "fork", "--format", "xml", "--chain"};
    arguments.insert(arguments.end(), telegrams.begin(), telegrams.end());
    const auto ours = run_program(built_program("otbench"), arguments);
    ASSERT_EQ(ours.exit_code, 0) << ours.err;
    pugi::xml_document xml;
    ASSERT_TRUE(xml.load_string(ours.out.c_str()));
    const auto data = xml.child("MBusData");
    for (const char* name : {"Id", "Manufacturer", "Version", "ProductName", "Medium", "AccessNumber", "Status"})
        EXPECT_EQ(plain(theirs["SlaveInformation"], name), plain_text(data.child("SlaveInformation").child_value(name)))
            << name;
    json records = theirs.value("DataRecord", json::array());
    if (records.is_object()) records = {records};  // of a single one
    std::size_t i = 0;
    for (const auto record : data.children("DataRecord")) {
        ASSERT_LT(i, records.size());
        const json& their_record = records[i++];
        for (const char* name : {"Function", "Unit", "Value", "StorageNumber"}) {
            if (!record.child(name)) continue;
            EXPECT_EQ(plain(their_record, name), plain_text(record.child_value(name))) << i << " " << name;
        }
    }
    EXPECT_EQ(i, records.size());
}

TEST(NodeMbus, reads_by_primary_and_secondary_address_over_tcp_what_we_decode) {
    const Emulator meters{{"itron-cf-echo-2@5", "itron-cf-echo-2@6,id=12345678", "--on", "tcp-listen:127.0.0.1:0"}};
    const json results = call(meters.port(), {{"getData", 5}, {"getData", "1234567877040904"}});
    ASSERT_EQ(results.size(), 4u);
    ASSERT_TRUE(results[1].contains("data")) << results.dump();
    ASSERT_TRUE(results[2].contains("data")) << results.dump();
    const auto telegrams = sent_telegrams(meters);
    ASSERT_EQ(telegrams.size(), 2u);
    expect_same(results[1]["data"], {telegrams[0]});
    expect_same(results[2]["data"], {telegrams[1]});
    EXPECT_EQ(results[2]["data"]["SlaveInformation"]["Id"], 12345678);
}

TEST(NodeMbus, reads_over_a_pty) {
    const Emulator meters{{"itron-cf-echo-2@5,baud=9600", "--on", "pty:FOLDER/meter"}};
    const json results = call(meters.path("meter"), {{"getData", 5}});
    ASSERT_TRUE(results[1].contains("data")) << results.dump();
    const auto telegrams = sent_telegrams(meters);
    ASSERT_FALSE(telegrams.empty());
    expect_same(results[1]["data"], {telegrams.back()});
}

TEST(NodeMbus, sets_a_primary_address) {
    const Emulator meters{{"itron-cf-echo-2@5", "--on", "tcp-listen:127.0.0.1:0"}};
    const json results = call(meters.port(), {{"setPrimaryId", 5, 9}, {"getData", 9}, {"getData", 5}});
    EXPECT_TRUE(results[1].contains("data")) << results.dump();
    EXPECT_TRUE(results[2].contains("data")) << results.dump();
    EXPECT_TRUE(results[3].contains("error")) << results.dump();
}

/// On one bus for each client that reads side by side, at a speed at which that takes no time.
std::string fleet_of(const std::vector<std::string>& profiles, std::size_t buses) {
    std::string text = "buses:\n";
    for (std::size_t bus = 0; bus < buses; ++bus) {
        text +=
            "  bus-" + std::to_string(bus) + ":\n    on: \"tcp-listen:127.0.0.1:0\"\n    baud: 38400\n    meters:\n";
        for (std::size_t i = bus; i < profiles.size(); i += buses)
            text += "      " + profiles[i] + ": {profile: " + profiles[i] + ", baud: 38400, response-delay: 1 ms}\n";
    }
    return text;
}

std::vector<std::string> shipped_profiles() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{source_file("meters/profiles")})
        names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

TEST(NodeMbus, reads_every_profile_as_we_decode_it) {
    constexpr std::size_t buses = 6;
    constexpr int timeout = 250;  // ms; answers come at once, the rest is for a busy machine
    const TemporaryFolder folder;
    const auto profiles = shipped_profiles();
    write_file(folder / "fleet.yaml", fleet_of(profiles, buses));
    const Emulator meters{{folder / "fleet.yaml"}};
    const auto ports = meters.ports();
    ASSERT_EQ(ports.size(), buses);
    std::vector<std::future<json>> readings;
    for (std::size_t bus = 0; bus < buses; ++bus) {
        std::vector<json> calls;
        for (std::size_t i = bus, address = 1; i < profiles.size(); i += buses, ++address)
            calls.push_back({"getData", address, {{"pingFirst", false}}});
        readings.push_back(std::async(std::launch::async, [=] { return call(ports[bus], calls, timeout); }));
    }
    for (std::size_t bus = 0; bus < buses; ++bus) {
        const json results = readings[bus].get();
        for (std::size_t i = bus, place = 1; i < profiles.size(); i += buses, ++place) {
            SCOPED_TRACE(profiles[i]);
            ASSERT_TRUE(results[place].contains("data")) << results[place];
            expect_same(results[place]["data"], sent_telegrams(meters, profiles[i]));
        }
    }
}

// It asks for every digit in turn and waits for each digit without a meter, so the numbers differ early; that they part
// at three places is what makes it follow collisions.
TEST(NodeMbus, finds_all_meters_by_their_secondary_addresses) {
    constexpr int timeout = 250;  // ms; answers come at once, the rest is for a busy machine
    const Emulator meters{{"itron-cf-echo-2,id=10000001,baud=38400,response-delay=1 ms",
                           "itron-cf-echo-2,id=11000002,baud=38400,response-delay=1 ms",
                           "itron-cf-echo-2,id=11100003,baud=38400,response-delay=1 ms",
                           "itron-cf-echo-2,id=20000000,baud=38400,response-delay=1 ms", "--on",
                           "tcp-listen:127.0.0.1:0", "--baud", "38400"}};
    const json results = call(meters.port(), {{"scanSecondary"}}, timeout);
    ASSERT_TRUE(results[1].contains("data")) << results.dump();
    auto found = results[1]["data"].get<std::vector<std::string>>();
    EXPECT_THAT(found, testing::UnorderedElementsAre("1000000177040904", "1100000277040904", "1110000377040904",
                                                     "2000000077040904"));
}

}  // namespace
}  // namespace otbench::tests
