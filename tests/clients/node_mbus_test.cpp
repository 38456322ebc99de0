#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "tests/clients/emulator.hpp"

namespace otbench::tests {
namespace {

using nlohmann::json;

json call(const std::string& where, const std::vector<json>& calls) {
    std::vector<std::string> arguments{OTBENCH_CLIENTS_FOLDER, where};
    for (const json& one : calls) arguments.push_back(one.dump());
    return run_client(OTBENCH_NODE, "node_mbus_client.js", arguments);
}

/// The telegrams that meters sent, in hex, from the emulator's log.
std::vector<std::string> sent_telegrams(const Emulator& meters) {
    std::vector<std::string> telegrams;
    std::istringstream log{meters.log()};
    for (std::string line; std::getline(log, line);) {
        const auto at = line.find(" RSP_UD ");
        if (at == std::string::npos) continue;
        const auto end = line.find(" |", at);
        telegrams.push_back(line.substr(at + 8, end - at - 8));
    }
    return telegrams;
}

/// What a value is in JavaScript: numbers are numbers.
std::string plain(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.is_number() ? json(value.get<double>()).dump() : value.dump();
}
std::string plain_text(const std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0' ? json(number).dump() : text;
}

/// Compares what node-mbus makes of a telegram with what we do. The libmbus that it carries prints manufacturer data in
/// the order of the older ones.
void expect_same(const json& theirs, const std::string& telegram) {
    const auto ours =
        run_program(built_program("otbench"), {"decode", "--dialect", "fork", "--format", "xml", telegram});
    ASSERT_EQ(ours.exit_code, 0) << ours.err;
    pugi::xml_document xml;
    ASSERT_TRUE(xml.load_string(ours.out.c_str()));
    const auto data = xml.child("MBusData");
    for (const char* name : {"Id", "Manufacturer", "Version", "ProductName", "Medium", "AccessNumber", "Status"})
        EXPECT_EQ(plain(theirs["SlaveInformation"][name]), plain_text(data.child("SlaveInformation").child_value(name)))
            << name;
    std::size_t i = 0;
    for (const auto record : data.children("DataRecord")) {
        ASSERT_LT(i, theirs["DataRecord"].size());
        const json& their_record = theirs["DataRecord"][i++];
        for (const char* name : {"Function", "Unit", "Value", "StorageNumber"}) {
            if (!record.child(name)) continue;
            EXPECT_EQ(plain(their_record[name]), plain_text(record.child_value(name))) << i << " " << name;
        }
    }
    EXPECT_EQ(i, theirs["DataRecord"].size());
}

TEST(NodeMbus, reads_by_primary_and_secondary_address_over_tcp_what_we_decode) {
    const Emulator meters{{"itron-cf-echo-2@5", "itron-cf-echo-2@6,id=12345678", "--on", "tcp-listen:127.0.0.1:0"}};
    const json results = call(meters.port(), {{"getData", 5}, {"getData", "1234567877040904"}});
    ASSERT_EQ(results.size(), 4u);
    ASSERT_TRUE(results[1].contains("data")) << results.dump();
    ASSERT_TRUE(results[2].contains("data")) << results.dump();
    const auto telegrams = sent_telegrams(meters);
    ASSERT_EQ(telegrams.size(), 2u);
    expect_same(results[1]["data"], telegrams[0]);
    expect_same(results[2]["data"], telegrams[1]);
    EXPECT_EQ(results[2]["data"]["SlaveInformation"]["Id"], 12345678);
}

TEST(NodeMbus, reads_over_a_pty) {
    const Emulator meters{{"itron-cf-echo-2@5,baud=9600", "--on", "pty:FOLDER/meter"}};
    const json results = call(meters.path("meter"), {{"getData", 5}});
    ASSERT_TRUE(results[1].contains("data")) << results.dump();
    const auto telegrams = sent_telegrams(meters);
    ASSERT_FALSE(telegrams.empty());
    expect_same(results[1]["data"], telegrams.back());
}

TEST(NodeMbus, sets_a_primary_address) {
    const Emulator meters{{"itron-cf-echo-2@5", "--on", "tcp-listen:127.0.0.1:0"}};
    const json results = call(meters.port(), {{"setPrimaryId", 5, 9}, {"getData", 9}, {"getData", 5}});
    EXPECT_TRUE(results[1].contains("data")) << results.dump();
    EXPECT_TRUE(results[2].contains("data")) << results.dump();
    EXPECT_TRUE(results[3].contains("error")) << results.dump();
}

TEST(NodeMbus, finds_all_meters_by_their_secondary_addresses) {
    const Emulator meters{
        {"itron-cf-echo-2,count=3,id=10000001", "itron-cf-echo-2,id=20000000", "--on", "tcp-listen:127.0.0.1:0"}};
    const json results = call(meters.port(), {{"scanSecondary"}});
    ASSERT_TRUE(results[1].contains("data")) << results.dump();
    auto found = results[1]["data"].get<std::vector<std::string>>();
    EXPECT_THAT(found, testing::UnorderedElementsAre("1000000177040904", "1000000277040904", "1000000377040904",
                                                     "2000000077040904"));
}

}  // namespace
}  // namespace otbench::tests
