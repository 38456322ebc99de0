// Searches as other masters make them, over similar meters that answer at the same time.
#include <fmt/core.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "bus/master/scan.hpp"
#include "bus/master/slave_mask.hpp"
#include "bus/message/telegram.hpp"
#include "meters/line/fleet.hpp"
#include "tests/meters/gateway_line.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

const ProfileIndex shipped{{OTBENCH_SOURCE_DIR "/meters/profiles"}};

/// What a master makes of what it gets.
struct Style {
    const char* like;
    bool first_octet_is_enough;  ///< an E5 followed by something else acknowledges
    bool bad_data_is_collision;  ///< after a clean acknowledgement; otherwise no meter
    bool deselects_before = false;
};

class ScanningMaster {
public:
    ScanningMaster(GatewayLine& line, const Style& style) : line_(line), style_(style) {}

    /// All identification numbers that it finds, each digit from the left.
    std::multiset<std::string> scan() {
        probe("FFFFFFFF", 0);
        return found_;
    }

private:
    void probe(const std::string& mask, std::size_t digits) {
        for (char digit = '0'; digits < mask.size() && digit <= '9'; ++digit) {
            std::string next = mask;
            next[digits] = digit;
            if (collides(next)) probe(next, digits + 1);
        }
    }

    bool collides(const std::string& mask) {
        if (style_.deselects_before) exchange(bus::short_frame(bus::control::SND_NKE, bus::address::selected));
        const auto id = static_cast<std::uint32_t>(std::stoul(mask, nullptr, 16));
        OctetBuffer selection;
        for (int i = 0; i < 4; ++i) selection.push_back(static_cast<std::uint8_t>(id >> (8 * i)));
        selection.insert(selection.end(), 4, 0xFF);
        const auto answer = exchange(bus::long_frame(bus::control::SND_UD, bus::address::selected, 0x52, selection));
        if (answer.empty()) return false;
        const bool clean = answer[0] == bus::octet::acknowledge && (answer.size() == 1 || style_.first_octet_is_enough);
        if (!clean) return true;
        const auto data = exchange(bus::short_frame(bus::control::REQ_UD2, bus::address::selected));
        const auto frame = bus::parse_frame(data);
        if (!frame) return style_.bad_data_is_collision;
        const auto telegram = bus::Telegram::parse(frame->data);
        if (!telegram) return style_.bad_data_is_collision;
        found_.insert(fmt::format("{:08X}", telegram->id()));
        return false;
    }

    OctetBuffer exchange(const OctetBuffer& request) {
        line_.send(request);
        OctetBuffer answer;
        for (auto limit = 200ms;; limit = 30ms) {
            const auto octets = line_.receive(limit);
            if (octets.empty()) return answer;
            answer.insert(answer.end(), octets.begin(), octets.end());
        }
    }

    GatewayLine& line_;
    Style style_;
    std::multiset<std::string> found_;
};

const Style like_libmbus{"libmbus", false, true}, like_jmbus{"jMBus", false, true, true},
    like_pymeterbus{"pyMeterBus", true, false};

void add(GatewayLine& line, const std::string& meters) {
    auto made = make_meters({parse_meter_description(meters).value()}, shipped);
    for (auto& meter : made.value()) line.add(std::move(meter));
}

std::multiset<std::string> found(const Style& style, const std::string& meters) {
    GatewayLine line;
    add(line, meters);
    return ScanningMaster{line, style}.scan();
}

class SimilarMeters : public testing::TestWithParam<Style> {};

TEST_P(SimilarMeters, are_all_found_and_no_other) {
    for (const int first : {10000001, 10000101, 47110815, 63999990}) {
        std::multiset<std::string> expected;
        for (int i = 0; i < 20; ++i) expected.insert(std::to_string(first + i));
        EXPECT_EQ(found(GetParam(), fmt::format("itron-cf-echo-2,id={},count=20", first)), expected);
    }
}

INSTANTIATE_TEST_SUITE_P(Masters, SimilarMeters, testing::Values(like_libmbus, like_jmbus, like_pymeterbus),
                         [](const auto& of) { return std::string{of.param.like}; });

struct Cost {
    int frames;
    double seconds;  ///< on the wire, at 2400 baud
};

/// What a search by a master of that style costs, all of `meters` being found.
Cost cost_of_scan(const std::string& style, const std::string& meters, std::size_t count) {
    GatewayLine line;
    add(line, meters);
    bus::MasterOptions options;
    options.style = *bus::master_style(style);
    bus::Master master{line, options};
    const auto start = line.now();
    const auto scan = bus::scan_secondary(master, bus::every_slave());
    EXPECT_EQ(scan.found.size(), count) << style;
    EXPECT_TRUE(scan.collisions.empty()) << style;
    EXPECT_EQ(scan.frames, static_cast<std::size_t>(line.sent()));
    return {line.sent(), std::chrono::duration<double>(line.now() - start).count()};
}
Cost cost_of_scan(const std::string& style, std::size_t similar) {
    return cost_of_scan(style, fmt::format("itron-cf-echo-2,id=10000001,count={}", similar), similar);
}

/// The frames of another master.
int frames_like(const Style& style, std::size_t count) {
    GatewayLine line;
    add(line, fmt::format("itron-cf-echo-2,id=10000001,count={}", count));
    EXPECT_EQ(ScanningMaster(line, style).scan().size(), count) << style.like;
    return line.sent();
}

class ScanCost : public testing::TestWithParam<std::size_t> {};

TEST_P(ScanCost, is_less_than_that_of_any_other_master) {
    const auto own = cost_of_scan("standard", GetParam());
    for (const Style& other : {like_libmbus, like_jmbus, like_pymeterbus})
        EXPECT_LT(own.frames, frames_like(other, GetParam())) << other.like;
    for (const char* style : {"libmbus", "pymeterbus", "jmbus"}) {
        const auto other = cost_of_scan(style, GetParam());
        EXPECT_LT(own.frames, other.frames) << style;
        EXPECT_LT(own.seconds, other.seconds) << style;
    }
}

INSTANTIATE_TEST_SUITE_P(Meters, ScanCost, testing::Values(2, 20, 250));

TEST(ScanStyle, of_other_masters_sends_the_frames_that_they_send) {
    EXPECT_EQ(cost_of_scan("libmbus", 20).frames, frames_like(like_libmbus, 20) + 2);  // SND_NKE to 253 before it
    EXPECT_EQ(cost_of_scan("jmbus", 20).frames, frames_like(like_jmbus, 20) + 1);
}

TEST(AlignedMeters, are_what_a_master_cannot_tell_apart) {
    EXPECT_LT(found(like_pymeterbus, "itron-cf-echo-2,id=10000001,count=20,response-spread=0 bit").size(), 20u);
}

}  // namespace
}  // namespace otbench::meters
