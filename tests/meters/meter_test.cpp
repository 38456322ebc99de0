#include "meters/meter.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "meters/meter_settings.hpp"
#include "tests/meters/line.hpp"
#include "tests/meters/shipped_profile.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Nanoseconds response_delay = 40ms;  // of the profile
constexpr Nanoseconds start_up_time = 500ms;

const OctetBuffer snd_nke = {0x10, 0x40, 0x01, 0x41, 0x16};
const OctetBuffer req_ud2_first = {
    0x10,  // short frame
    0x7B,  // C: REQ_UD2, FCV=1, FCB=1
    0x01,  // A
    0x7C,  // checksum
    0x16,  // stop
};
const OctetBuffer req_ud2_toggled = {0x10, 0x5B, 0x01, 0x5C, 0x16};

/// What an Itron CF Echo II with address 1 answers; see readout_test.cpp for its fields.
constexpr const char* cf_echo_2_answer =
    "684d4d680801726031271477040904971000000c78603127140407cd0300000c15806301003b2d9999990b3b0000000a5a53010a5e21023b"
    "61999999046d24132b220227700309fd0e2209fd0f470f0400ff16";

std::string hex(const OctetBuffer& octets) {
    return fmt::format("{:02x}", fmt::join(octets, ""));
}

struct RecordedEvent {
    Nanoseconds at;
    std::string kind;
    Cause cause;
    std::map<std::string, std::string> texts;
    std::map<std::string, std::int64_t> numbers;
};

class Recorder : public EventSink {
public:
    Cause record(Nanoseconds at, std::string_view kind, Cause cause,
                 std::initializer_list<EventField> fields) override {
        RecordedEvent event{at, std::string{kind}, cause, {}, {}};
        for (const auto& field : fields) {
            const std::string key{field.key};
            if (const auto* text = std::get_if<std::string>(&field.value)) event.texts[key] = *text;
            if (const auto* number = std::get_if<std::int64_t>(&field.value)) event.numbers[key] = *number;
        }
        events.push_back(std::move(event));
        return Cause{first_id + events.size() - 1};
    }

    static constexpr std::uint64_t first_id = 1000;
    std::vector<RecordedEvent> events;
};

class Current : public CurrentOutput {
public:
    void space_current(Nanoseconds at, bool on, Cause cause) override { changes.push_back({at, on, cause}); }

    struct Change {
        Nanoseconds at;
        bool on;
        Cause cause;
    };
    std::vector<Change> changes;
};

/// A meter with power, and its clock.
class MeterTest : public testing::Test {
protected:
    MeterTest() {
        meter.connect(current, recorder);
        meter.power(0s, true);
        run(1s);
    }

    /// Lets time pass, waking the meter at its requests.
    void run(Nanoseconds until) {
        for (auto due = meter.next_wake(); due && *due <= until; due = meter.next_wake()) {
            meter.wake(*due);
            ++wakes;
        }
    }

    /// Puts `octets` on the line from `start` on; returns where the last stop bit ends.
    Nanoseconds send(const OctetBuffer& octets, Nanoseconds start, bus::UartFormat format = {}) {
        for (const auto& edge : edges_of(octets, start, format)) {
            run(edge.at);
            meter.line(edge.at, edge.level, Cause{++line_edges});
        }
        return end_of(octets.size(), start, format);
    }

    /// What a receiver makes of the current so far.
    OctetBuffer sent() {
        OctetBuffer octets;
        bus::UartReceiver receiver{bus::UartFormat{}};
        const auto drain = [&](Nanoseconds now) {
            while (const auto character = receiver.advance(now)) {
                EXPECT_TRUE(character->parity_ok && character->framing_ok);
                octets.push_back(character->octet);
            }
        };
        for (const auto& change : current.changes) {
            drain(change.at);
            receiver.edge(change.at, !change.on);
        }
        drain(1h);
        return octets;
    }

    std::vector<RecordedEvent> events(std::string_view direction) {
        std::vector<RecordedEvent> found;
        for (const auto& event : recorder.events) {
            const auto text = event.texts.find("direction");
            if (text != event.texts.end() && text->second == direction) found.push_back(event);
        }
        return found;
    }

    Recorder recorder;
    Current current;
    Meter meter{cf_echo_2(), "heat", 1};
    std::uint64_t line_edges = 0;
    std::size_t wakes = 0;
};

TEST_F(MeterTest, answers_req_ud2_with_the_telegram_of_its_profile) {
    send(req_ud2_first, 1s);
    run(3s);
    const auto answers = events("answer");
    ASSERT_THAT(answers, SizeIs(1));
    EXPECT_EQ(answers[0].texts.at("hex"), cf_echo_2_answer);
    EXPECT_EQ(hex(sent()), cf_echo_2_answer);
}

TEST_F(MeterTest, begins_its_answer_its_response_delay_after_the_last_stop_bit_of_the_request) {
    const auto end = send(snd_nke, 1s);
    run(3s);
    ASSERT_FALSE(current.changes.empty());
    const auto delay = current.changes.front().at - end;
    EXPECT_LE(std::chrono::abs(delay - meter.own_response_delay()),
              1ns);  // the end is counted from the last start edge
    const bus::UartFormat format;
    EXPECT_GE(delay, format.bit_start(11));
    EXPECT_LE(delay, format.bit_start(330) + 50ms);
}

TEST_F(MeterTest, draws_its_current_in_spaces_at_exact_bit_times) {
    send(snd_nke, 1s);
    run(3s);
    const auto start = current.changes.front().at;
    const auto expected = edges_of(OctetBuffer{0xE5}, start);
    ASSERT_EQ(current.changes.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(current.changes[i].at, expected[i].at);
        EXPECT_EQ(current.changes[i].on, !expected[i].level);
    }
}

TEST_F(MeterTest, links_request_answer_and_current_by_their_causes) {
    const auto first_edge = Cause{line_edges + 1};
    send(snd_nke, 1s);
    run(3s);
    ASSERT_THAT(recorder.events, SizeIs(2));
    const auto& request = recorder.events[0];
    EXPECT_EQ(request.kind, "frame");
    EXPECT_EQ(request.texts.at("direction"), "request");
    EXPECT_EQ(request.texts.at("meter"), "heat");
    EXPECT_EQ(request.texts.at("service"), "SND_NKE");
    EXPECT_EQ(request.texts.at("hex"), "1040014116");
    EXPECT_EQ(request.numbers.at("address"), 1);
    EXPECT_EQ(request.cause, first_edge);
    const auto& answer = recorder.events[1];
    EXPECT_EQ(answer.texts.at("direction"), "answer");
    EXPECT_EQ(answer.texts.at("hex"), "e5");
    EXPECT_EQ(answer.cause, Cause{Recorder::first_id});
    EXPECT_EQ(answer.at, current.changes.front().at);
    for (const auto& change : current.changes) EXPECT_EQ(change.cause, Cause{Recorder::first_id + 1});
}

TEST_F(MeterTest, repeats_its_telegram_until_the_frame_count_bit_toggles) {
    send(req_ud2_first, 1s);
    send(req_ud2_first, 3s);
    send(req_ud2_toggled, 5s);
    run(10s);
    const auto answers = events("answer");
    ASSERT_THAT(answers, SizeIs(3));
    EXPECT_EQ(answers[0].texts.at("hex"), answers[1].texts.at("hex"));
    EXPECT_EQ(answers[2].texts.at("hex").substr(2 * 15, 2), "98");  // the access number
}

TEST_F(MeterTest, is_silent_to_other_meters_requests) {
    send(bus::short_frame(0x5B, 2), 1s);
    run(3s);
    EXPECT_THAT(current.changes, IsEmpty());
    EXPECT_THAT(recorder.events, IsEmpty());
}

TEST_F(MeterTest, records_a_broadcast_and_is_silent) {
    send(bus::short_frame(0x40, 255), 1s);
    run(3s);
    EXPECT_THAT(current.changes, IsEmpty());
    EXPECT_THAT(events("request"), SizeIs(1));
}

TEST_F(MeterTest, does_not_answer_a_damaged_request_and_names_the_wrong_octet) {
    send({0x10, 0x5B, 0x01, 0x5D, 0x16}, 1s);
    run(3s);
    EXPECT_THAT(current.changes, IsEmpty());
    ASSERT_THAT(recorder.events, SizeIs(1));
    EXPECT_EQ(recorder.events[0].kind, "frame_error");
    EXPECT_EQ(recorder.events[0].texts.at("meter"), "heat");
    EXPECT_EQ(recorder.events[0].texts.at("what"), "byte 3: checksum 0x5d, computed 0x5c");
    EXPECT_EQ(recorder.events[0].numbers.at("octet"), 0x5D);
    EXPECT_NE(recorder.events[0].cause, Cause::none);
}

TEST_F(MeterTest, understands_a_request_after_garbage_and_a_gap) {
    const auto end = send({0x68, 0x20, 0x20}, 1s);
    send(snd_nke, end + 14ms);  // 33 bit times are 13.75 ms
    run(3s);
    EXPECT_THAT(sent(), ElementsAre(0xE5));
}

TEST_F(MeterTest, ignores_its_own_answer) {
    send(snd_nke, 1s);
    while (const auto due = meter.next_wake()) {
        const auto before = current.changes.size();
        meter.wake(*due);
        // The line follows its own current, with the delay of a real receiver.
        if (current.changes.size() > before) meter.line(*due + 2us, !current.changes.back().on, Cause::none);
    }
    EXPECT_THAT(recorder.events, SizeIs(2));
    EXPECT_THAT(sent(), ElementsAre(0xE5));
    send(snd_nke, 2s);
    run(3s);
    EXPECT_THAT(sent(), ElementsAre(0xE5, 0xE5));
}

TEST_F(MeterTest, answers_the_last_of_two_requests_that_follow_each_other_without_waiting) {
    const auto end = send(snd_nke, 1s);
    send(req_ud2_first, end);
    run(3s);
    const auto answers = events("answer");
    ASSERT_THAT(answers, SizeIs(1));
    EXPECT_EQ(answers[0].texts.at("service"), "RSP_UD");
    EXPECT_THAT(events("request"), SizeIs(2));
}

TEST_F(MeterTest, has_a_response_delay_of_its_own_from_seed_and_id_by_default) {
    const auto set = [&](const char* key, const char* text) { ASSERT_TRUE(apply_setting(meter, key, text)); };
    std::set<Nanoseconds> delays;
    for (const char* id : {"10000001", "10000002", "10000010", "99999999"}) {
        set("id", id);
        const Nanoseconds own = meter.own_response_delay();
        EXPECT_GE(own, response_delay);
        EXPECT_LT(own, response_delay + bus::UartFormat{}.bit_start(10));
        delays.insert(own);
    }
    EXPECT_THAT(delays, SizeIs(4));
    set("fault-seed", "2");
    EXPECT_EQ(delays.count(meter.own_response_delay()), 0u);
    set("response-spread", "0 bit");
    EXPECT_EQ(meter.own_response_delay(), response_delay);
    set("response-spread", "10 bit");
    meter.set_response_delay(50ms);
    EXPECT_EQ(meter.own_response_delay(), 50ms);
}

TEST_F(MeterTest, takes_the_response_delay_it_is_given_lawful_or_not) {
    meter.set_response_delay(1100ms);
    const auto end = send(snd_nke, 1s);
    run(5s);
    ASSERT_FALSE(current.changes.empty());
    EXPECT_LE(std::chrono::abs(current.changes.front().at - end - 1100ms), 1ns);
}

TEST_F(MeterTest, shows_a_value_set_while_it_runs_in_the_next_telegram) {
    ASSERT_TRUE(meter.readout().set_value("energy", "9740 kWh"));
    send(req_ud2_first, 1s);
    run(3s);
    std::string expected = cf_echo_2_answer;
    expected.replace(expected.find("cd03"), 4, "ce03");
    expected.replace(expected.size() - 4, 2, "00");  // checksum
    EXPECT_EQ(events("answer").at(0).texts.at("hex"), expected);
}

TEST_F(MeterTest, is_deaf_without_power_and_until_it_has_started_up) {
    meter.power(2s, false);
    EXPECT_FALSE(meter.next_wake());
    send(snd_nke, 3s);
    meter.power(4s, true);
    send(snd_nke, 4s + start_up_time - 20ms);  // runs into the end of the start-up
    run(5s);
    EXPECT_THAT(events("request"), IsEmpty());
    send(snd_nke, 5s);
    run(6s);
    EXPECT_THAT(sent(), ElementsAre(0xE5));
}

TEST_F(MeterTest, drops_its_answer_and_its_current_when_power_fails) {
    const auto end = send(req_ud2_first, 1s);
    const auto fails_at = end + meter.own_response_delay() + 100us;  // within the first start bit
    run(fails_at);
    ASSERT_THAT(current.changes, SizeIs(1));
    meter.power(fails_at, false);
    ASSERT_THAT(current.changes, SizeIs(2));
    EXPECT_FALSE(current.changes.back().on);
    EXPECT_EQ(current.changes.back().at, fails_at);
    EXPECT_FALSE(meter.next_wake());
}

TEST_F(MeterTest, loses_the_frame_count_bit_but_not_its_values_when_power_fails) {
    ASSERT_TRUE(meter.readout().set_value("energy", "9740 kWh"));
    send(req_ud2_first, 1s);
    run(3s);
    meter.power(3s, false);
    meter.power(3100ms, true);
    run(4s);
    send(req_ud2_first, 4s);
    run(6s);
    const auto answers = events("answer");
    ASSERT_THAT(answers, SizeIs(2));
    EXPECT_EQ(answers[1].texts.at("hex").substr(2 * 15, 2), "98");  // a new telegram
    EXPECT_NE(answers[1].texts.at("hex").find("ce03"), std::string::npos);
}

TEST_F(MeterTest, costs_nothing_while_idle) {
    send(snd_nke, 1s);
    run(3s);
    EXPECT_FALSE(meter.next_wake());
    wakes = 0;
    run(24h);
    EXPECT_EQ(wakes, 0u);
}

TEST_F(MeterTest, ignores_power_that_is_already_there) {
    meter.power(1s, true);
    EXPECT_FALSE(meter.next_wake());
    send(snd_nke, 1s);
    run(3s);
    EXPECT_THAT(sent(), ElementsAre(0xE5));
}

TEST_F(MeterTest, has_a_new_address_after_it_acknowledged_the_command) {
    send(bus::long_frame(0x53, 1, 0x51, OctetBuffer{0x01, 0x7A, 0x08}), 1s);
    run(2s);
    EXPECT_EQ(meter.primary_address(), 8);
    send(snd_nke, 2s);
    send(bus::short_frame(0x40, 8), 3s);
    run(4s);
    EXPECT_THAT(sent(), ElementsAre(0xE5, 0xE5));
    const auto setting = std::find_if(recorder.events.begin(), recorder.events.end(),
                                      [](const auto& event) { return event.kind == "meter_setting"; });
    ASSERT_NE(setting, recorder.events.end());
    EXPECT_EQ(setting->texts.at("setting"), "address");
    EXPECT_EQ(setting->numbers.at("value"), 8);
}

TEST_F(MeterTest, is_selected_read_and_deselected_at_253) {
    send(bus::long_frame(0x73, 253, 0x52, OctetBuffer{0x60, 0x31, 0x27, 0x14, 0xFF, 0xFF, 0xFF, 0xFF}), 1s);
    send(bus::short_frame(0x7B, 253), 2s);
    send(bus::short_frame(0x40, 253), 4s);
    send(bus::short_frame(0x7B, 253), 5s);
    run(7s);
    const auto answers = events("answer");
    ASSERT_THAT(answers, SizeIs(3));
    EXPECT_EQ(answers[1].texts.at("hex"), cf_echo_2_answer);
    EXPECT_EQ(answers[2].texts.at("hex"), "e5");
}

class MeterRateTest : public MeterTest {
protected:
    MeterRateTest() {
        fast.connect(current, recorder);
        fast.power(0s, true);
    }
    void run_fast(Nanoseconds until) {
        for (auto due = fast.next_wake(); due && *due <= until; due = fast.next_wake()) fast.wake(*due);
    }
    /// The answers made to `octets`, sent at `start` with `baud`, within five seconds.
    std::size_t answers_to(const OctetBuffer& octets, Nanoseconds start, double baud) {
        const auto before = events("answer").size();
        for (const auto& edge : edges_of(octets, start, {baud, bus::Parity::even, 1})) {
            run_fast(edge.at);
            fast.line(edge.at, edge.level, Cause::none);
        }
        run_fast(start + 5s);
        return events("answer").size() - before;
    }

    const OctetBuffer to_9600 = bus::long_frame(0x53, 1, 0xBD, {});
    Meter fast{with_rates(), "fast", 1};

private:
    static std::shared_ptr<const Profile> with_rates() {
        auto profile = *cf_echo_2();
        profile.baud_rates = {2400, 300, 9600};
        return std::make_shared<Profile>(std::move(profile));
    }
};

TEST_F(MeterRateTest, acknowledges_at_the_old_rate_and_then_has_the_new_one) {
    EXPECT_EQ(answers_to(to_9600, 1s, 2400), 1u);
    EXPECT_THAT(sent(), ElementsAre(0xE5));
    EXPECT_EQ(fast.baud(), 9600);
    EXPECT_EQ(answers_to(snd_nke, 10s, 2400), 0u);
    EXPECT_EQ(answers_to(snd_nke, 20s, 9600), 1u);
}

TEST_F(MeterRateTest, returns_to_the_old_rate_without_a_good_frame_at_the_new_one) {
    answers_to(to_9600, 1s, 2400);
    run_fast(1s + 4min);
    EXPECT_EQ(fast.baud(), 9600);
    run_fast(1s + 6min);
    EXPECT_EQ(fast.baud(), 2400);
    EXPECT_EQ(answers_to(snd_nke, 10min, 2400), 1u);
}

TEST_F(MeterRateTest, keeps_a_rate_that_a_good_frame_has_proven_even_without_power) {
    answers_to(to_9600, 1s, 2400);
    EXPECT_EQ(answers_to(snd_nke, 10s, 9600), 1u);
    run_fast(1h);
    EXPECT_EQ(fast.baud(), 9600);
    fast.power(1h, false);
    fast.power(1h + 1s, true);
    EXPECT_EQ(answers_to(snd_nke, 2h, 9600), 1u);
}

TEST_F(MeterRateTest, loses_a_rate_that_was_not_proven_with_its_power) {
    answers_to(to_9600, 1s, 2400);
    fast.power(10s, false);
    fast.power(11s, true);
    EXPECT_EQ(fast.baud(), 2400);
}

TEST_F(MeterRateTest, changes_at_once_on_a_command_to_all_meters) {
    EXPECT_EQ(answers_to(bus::long_frame(0x53, 255, 0xB8, {}), 1s, 2400), 0u);
    EXPECT_EQ(fast.baud(), 300);
    EXPECT_EQ(answers_to(snd_nke, 10s, 300), 1u);
}

TEST(Meter, must_be_connected_before_it_gets_power) {
    Meter meter{cf_echo_2(), "heat", 1};
    EXPECT_THROW(meter.power(0s, true), std::logic_error);
}

}  // namespace
}  // namespace otbench::meters
