// The bench's own master against emulated meters in another process, over each transport, with every fault on.
#include <fmt/core.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <map>
#include <sstream>

#include "base/text.hpp"
#include "bus/master/master.hpp"
#include "bus/master/slave_mask.hpp"
#include "meters/faults/faults.hpp"
#include "meters/line/link_faults.hpp"
#include "sim/host/master/port_line.hpp"
#include "tests/clients/faults/fault_outcomes.hpp"
#include "tests/support/emulator.hpp"

namespace otbench::tests {
namespace {

using namespace std::chrono_literals;

constexpr double baud = 9600;
constexpr const char* after_repeats = " after repeats";

struct Setting {
    std::string name, value;
};

std::vector<Setting> settings_of(const FaultOutcome& row) {
    std::vector<Setting> settings;
    std::istringstream texts{row.faults};
    for (std::string text; std::getline(texts, text, ',');) {
        const std::string setting{trimmed(text)};
        const auto equals = setting.find('=');
        settings.push_back({setting.substr(0, equals), setting.substr(equals + 1)});
    }
    return settings;
}

struct Transport {
    const char* name;
    const char* listens;                          ///< the endpoint of a bus; # is its number
    const char* reaches;                          ///< that of the master, without port or number
    const char* FaultOutcome::*result = nullptr;  ///< where it differs
};

void PrintTo(const Transport& transport, std::ostream* out) {
    *out << transport.name;
}

/// A bus for each row, with one meter.
std::string fleet(const Transport& transport, const std::string& folder) {
    std::string text = "buses:\n";
    int number = 0;
    for (const auto& row : fault_outcomes()) {
        std::string of_link, of_meter;
        for (const auto& [name, value] : settings_of(row))
            (meters::find_link_fault(name) ? of_link : of_meter) += fmt::format("{}: \"{}\", ", name, value);
        auto on = std::string{transport.listens};
        if (on == "pty") on = fmt::format("pty:{}/{}", folder, number);
        text += fmt::format(
            "  bus-{}:\n    on: \"{}\"\n    baud: {}\n    faults: {{{}}}\n    meters: {{meter: {{profile: "
            "four-telegram-meter, address: 5, id: \"10000045\", baud: {}, faults: {{{}}}}}}}\n",
            number++, on, baud, of_link, baud, of_meter);
    }
    return text;
}

std::string count_telegrams(std::size_t count) {
    return fmt::format("{} telegram{}", count, count == 1 ? "" : "s");
}

/// Whether `got` is `expected`, or is so after repeats.
bool is_result(const std::string& got, const std::string& expected) {
    return got == expected || got == expected + after_repeats;
}

/// One connection to one of the buses.
class Connection {
public:
    Connection(const std::string& endpoint, const FaultOutcome& row)
        : line_(*sim::parse_endpoint(endpoint), {baud, bus::Parity::even, 1}), master_(line_, options(row)) {}

    std::string read(const std::string& address) {
        last_sent_.clear();
        repeats_ = 0;
        try {
            const auto readout = address.size() < 4 ? master_.read(static_cast<std::uint8_t>(std::stoi(address)))
                                                    : master_.read(bus::parse_slave_mask(address).value());
            return result(readout) + (repeats_ > 0 ? after_repeats : "");
        } catch (const bus::LineLost&) {
            return "connection lost";
        }
    }

private:
    bus::MasterOptions options(const FaultOutcome& row) {
        bus::MasterOptions options;
        options.allowance = 300ms;
        options.most_telegrams = 6;
        options.preamble = parse_octets(row.preamble).value();
        options.listener = [this](const bus::Passed& passed) {
            if (!passed.sent) return;
            const OctetBuffer sent{passed.octets.begin(), passed.octets.end()};
            if (sent == last_sent_) ++repeats_;
            last_sent_ = sent;
        };
        return options;
    }

    static std::string result(const bus::Readout& readout) {
        using End = bus::Readout::End;
        const auto count = readout.telegrams.size();
        if (readout.end == End::complete) return count_telegrams(count);
        const auto reason = readout.end == End::too_many ? "too many" : describe(readout.end);
        return count == 0 || readout.end == End::too_many ? std::string{reason}
                                                          : fmt::format("{}, {}", count_telegrams(count), reason);
    }

    OctetBuffer last_sent_;
    int repeats_ = 0;
    sim::PortLine line_;
    bus::Master master_;
};

/// The values of a fault that are words, such as those of "yes|no".
std::vector<std::string> words_of(std::string_view values) {
    std::istringstream texts{std::string{values}};
    std::vector<std::string> words;
    for (std::string word; std::getline(texts, word, '|');)
        if (word.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos) words.push_back(word);
    return words;
}

/// Each fault, or each of its words but the default one.
template <class T>
void expect_rows_for(const std::vector<meters::SettingEntry<T>>& entries) {
    std::multimap<std::string, std::string> rows;
    for (const auto& row : fault_outcomes())
        for (const auto& [name, value] : settings_of(row)) rows.emplace(name, value);
    for (const auto& entry : entries) {
        const std::string name{entry.name};
        EXPECT_GT(rows.count(name), 0u) << "fault_outcomes.cpp has no row for " << name;
        for (const auto& word : words_of(entry.values)) {
            const auto [begin, end] = rows.equal_range(name);
            const bool has_row = std::any_of(begin, end, [&](const auto& row) { return row.second == word; });
            EXPECT_TRUE(has_row || entry.get(T{}) == word)
                << "fault_outcomes.cpp has no row for " << name << '=' << word;
        }
    }
}

TEST(FaultTable, has_a_row_for_every_fault_of_a_meter) {
    expect_rows_for(meters::fault_entries());
}

TEST(FaultTable, has_a_row_for_every_fault_of_a_link) {
    expect_rows_for(meters::link_fault_entries());
}

class EveryFault : public testing::TestWithParam<Transport> {};

TEST_P(EveryFault, has_the_result_that_the_table_says) {
    const TemporaryFolder folder;
    write_file(folder / "fleet.yaml", fleet(GetParam(), folder.path()));
    const Emulator emulator{{folder / "fleet.yaml"}};
    const auto& rows = fault_outcomes();
    std::vector<std::array<std::string, 2>> got(rows.size());
    std::atomic<std::size_t> next{0};
    const auto ports = emulator.ports();
    const auto work = [&] {
        for (std::size_t i; (i = next++) < rows.size();) {
            const auto place = ports.empty() ? folder / std::to_string(i) : ports.at(i);
            Connection connection{GetParam().reaches + place, rows[i]};
            for (auto& result : got[i]) result = connection.read(rows[i].address);
        }
    };
    std::vector<std::future<void>> workers;
    for (int i = 0; i < 24; ++i) workers.push_back(std::async(std::launch::async, work));
    for (auto& worker : workers) worker.get();

    for (std::size_t i = 0; i < rows.size(); ++i) {
        const char* const special = GetParam().result ? rows[i].*GetParam().result : nullptr;
        const char* const expected[] = {special ? special : rows[i].first, special ? special : rows[i].second};
        for (const std::size_t k : {0, 1})
            EXPECT_TRUE(is_result(got[i][k], expected[k]))
                << rows[i].faults << ", readout " << k + 1 << ": expected " << expected[k] << ", got " << got[i][k];
    }
}

constexpr Transport transports[] = {
    {"pty", "pty", "serial:", &FaultOutcome::at_pty},
    {"tcp", "tcp-listen:127.0.0.1:0", "tcp:127.0.0.1:"},
    {"rfc2217", "rfc2217-listen:127.0.0.1:0", "rfc2217:127.0.0.1:", &FaultOutcome::by_rfc2217},
};
INSTANTIATE_TEST_SUITE_P(Over, EveryFault, testing::ValuesIn(transports),
                         [](const auto& of) { return std::string{of.param.name}; });

}  // namespace
}  // namespace otbench::tests
