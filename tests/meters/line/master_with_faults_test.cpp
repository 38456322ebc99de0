// The master against meters and links with every fault that there is.
#include <fmt/core.h>
#include <gmock/gmock.h>

#include "bus/master/master.hpp"
#include "bus/master/scan.hpp"
#include "bus/master/slave_mask.hpp"
#include "meters/faults/faults.hpp"
#include "meters/line/fleet.hpp"
#include "tests/meters/gateway_line.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

const ProfileIndex profiles{{OTBENCH_SOURCE_DIR "/meters/profiles"}};

void add_meters(GatewayLine& line, const std::string& text) {
    auto made = make_meters({parse_meter_description(text).value()}, profiles);
    if (!made) throw std::runtime_error{text + ": " + made.error().message};
    for (auto& meter : *made) line.add(std::move(meter));
}

/// A value for each of the forms that an entry of a table announces: "yes|no", "TIME|BITS", "HEX at NUMBER".
std::vector<std::string> values_for(std::string_view forms) {
    std::vector<std::string> values;
    for (std::string_view rest = forms; !rest.empty();) {
        const auto end = std::min(rest.find('|'), rest.size());
        std::string value{rest.substr(0, end)};
        rest.remove_prefix(std::min(end + 1, rest.size()));
        for (const auto& [word, sample] : {std::pair{"EIGHT DIGITS", "99999998"},
                                           {"NUMBER", "3"},
                                           {"TIME", "300 ms"},
                                           {"BITS", "5 bit"},
                                           {"SHARE", "5 %"},
                                           {"HEX", "a5"}})
            for (auto at = value.find(word); at != std::string::npos; at = value.find(word))
                value.replace(at, std::string_view{word}.size(), sample);
        values.push_back(value);
    }
    return values;
}

/// Reads and searches; both come to an end within the time that their limits allow, and what is read is sound.
void expect_an_end(GatewayLine& line, const std::string& fault) {
    bus::MasterOptions options;
    options.most_telegrams = 5;
    bus::Master master{line, options};
    const auto start = line.now();
    for (int i = 0; i < 2; ++i) {
        const auto readout = master.read(5);
        EXPECT_LE(readout.telegrams.size(), 5u) << fault;
        for (const auto& telegram : readout.telegrams) EXPECT_TRUE(bus::parse_frame(telegram)) << fault;
        EXPECT_FALSE(readout.end == bus::Readout::End::complete && readout.telegrams.empty()) << fault;
    }
    EXPECT_LT(line.now() - start, 60s) << fault;
    bus::ScanObserver observer;
    int masks = 0;
    observer.mask_next = [&](const bus::SelectSlave&) { return ++masks < 500; };
    (void)bus::scan_primary(master, 4, 6);
    (void)bus::scan_secondary(master, bus::every_slave(), observer);
    EXPECT_LT(line.now() - start, 20min) << fault;
}

TEST(MasterWithFaults, comes_to_an_end_with_every_fault_of_a_meter) {
    for (const auto& entry : fault_entries())
        for (const auto& value : values_for(entry.values)) {
            const auto fault = fmt::format("{}={}", entry.name, value);
            GatewayLine line;
            add_meters(line, "four-telegram-meter@5," + fault);
            expect_an_end(line, fault);
        }
}

TEST(MasterWithFaults, comes_to_an_end_with_every_fault_of_a_link) {
    for (const auto& entry : link_fault_entries())
        for (const auto& value : values_for(entry.values)) {
            const auto fault = fmt::format("{}={}", entry.name, value);
            GatewayLine line;
            add_meters(line, "four-telegram-meter@5");
            LinkFaults link;
            ASSERT_TRUE(set_link_fault(link, entry.name, value)) << fault;
            line.gateway().set_link(link);
            expect_an_end(line, fault);
        }
}

}  // namespace
}  // namespace otbench::meters
