#include "meters/line/line_gateway.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "meters/meter_settings.hpp"
#include "tests/meters/line.hpp"
#include "tests/meters/shipped_profile.hpp"
#include "tests/meters/silent_events.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Nanoseconds character{4'583'333};  // 11 bits at 2400 baud
constexpr std::size_t telegram_octets = 83;

class Mailbox : public GatewayOutput {
public:
    void deliver(ClientId client, std::uint8_t octet, Nanoseconds at) override {
        octets[client].push_back(octet);
        times.push_back(at);
    }
    void end(ClientId client, LinkEnd how) override { ends.emplace_back(client, how); }
    std::map<ClientId, OctetBuffer> octets;
    std::vector<Nanoseconds> times;
    std::vector<std::pair<ClientId, LinkEnd>> ends;
};

/// The kinds of all events, and the texts of some.
class EventList : public SilentEvents {
public:
    Cause record(Nanoseconds at, std::string_view kind, Cause cause,
                 std::initializer_list<EventField> fields) override {
        std::map<std::string, std::string> texts;
        for (const EventField& field : fields) {
            if (const auto* text = std::get_if<std::string>(&field.value)) texts[std::string{field.key}] = *text;
            if (const auto* number = std::get_if<std::int64_t>(&field.value))
                texts[std::string{field.key}] = std::to_string(*number);
        }
        kinds.emplace_back(kind);
        if (kind == "line_frame")
            frames.push_back(texts["client"] + " " + texts["service"] + " " + texts["address"] + " " + texts["meters"]);
        if (kind == "format_mismatch") mismatches.push_back(texts["sends"] + " | " + texts["meters_receive"]);
        return SilentEvents::record(at, kind, cause, fields);
    }
    std::vector<std::string> kinds, frames, mismatches;
};

class LineGatewayTest : public testing::Test {
protected:
    LineGatewayTest() {
        for (std::uint8_t address = 1; address <= 3; ++address)
            gateway.line().add(std::make_unique<Meter>(cf_echo_2(), "meter-" + std::to_string(int{address}), address),
                               0s);
        gateway.advance(1s);
    }
    void give(ClientId client, const OctetBuffer& octets, Nanoseconds at) {
        gateway.advance(at);
        gateway.receive(client, octets, at);
    }
    const OctetBuffer& got(ClientId client) { return mailbox.octets[client]; }

    EventList events;
    Mailbox mailbox;
    LineGateway gateway{2400, mailbox, events};
    const OctetBuffer nke_1 = bus::short_frame(0x40, 1);
    const OctetBuffer nke_2 = bus::short_frame(0x40, 2);
};

TEST_F(LineGatewayTest, gives_an_answer_octet_by_octet_at_the_speed_of_the_line) {
    const auto client = gateway.connect();
    give(client, bus::short_frame(0x7B, 1), 1s);
    gateway.advance(5s);
    ASSERT_THAT(got(client), SizeIs(telegram_octets));
    const Nanoseconds first = 1s + 5 * character + gateway.line().meter(0).own_response_delay() + character;
    EXPECT_LE(std::chrono::abs(mailbox.times.front() - first), 100ns);
    for (std::size_t i = 1; i < mailbox.times.size(); ++i)
        EXPECT_LE(std::chrono::abs(mailbox.times[i] - mailbox.times[i - 1] - character), 100ns);
}

TEST_F(LineGatewayTest, knows_what_a_client_waits_for) {
    const auto client = gateway.connect();
    EXPECT_FALSE(gateway.next_in_turn());
    give(client, bus::short_frame(0x7B, 1), 1s);
    Nanoseconds at = 1s;
    gateway.advance(at);
    for (auto next = gateway.next_in_turn(); next; next = gateway.next_in_turn()) gateway.advance(at = *next);
    EXPECT_THAT(got(client), SizeIs(telegram_octets));
    EXPECT_LE(std::chrono::abs(mailbox.times.back() - at), 20ms);
}

TEST_F(LineGatewayTest, does_not_wait_for_an_answer_to_a_frame_that_is_not_complete) {
    const auto first = gateway.connect();
    const auto second = gateway.connect();
    const OctetBuffer begin{nke_1.begin(), nke_1.begin() + 3}, rest{nke_1.begin() + 3, nke_1.end()};
    Nanoseconds at = 1s;
    const auto go_on = [&] {
        for (auto next = gateway.next_in_turn(); next; next = gateway.next_in_turn()) gateway.advance(at = *next);
    };
    give(first, begin, at);
    give(second, nke_2, at);
    gateway.advance(at);
    go_on();
    EXPECT_LE(at, 1s + 4 * character) << "its rest may be on the way";
    give(first, rest, at + 1ms);
    gateway.advance(at + 1ms);
    go_on();
    EXPECT_THAT(got(first), ElementsAre(0xE5));
    EXPECT_THAT(got(second), ElementsAre(0xE5));
}

TEST_F(LineGatewayTest, waits_no_longer_than_the_longest_answer_takes) {
    ASSERT_TRUE(apply_setting(gateway.line().meter(0), "spurious-transmission", "5 ms"));
    const auto client = gateway.connect();
    give(client, bus::short_frame(0x7B, 2), 1s);
    Nanoseconds at = 1s;
    gateway.advance(at);
    for (auto next = gateway.next_in_turn(); next; next = gateway.next_in_turn()) gateway.advance(at = *next);
    EXPECT_LT(at, 5s);
}

TEST_F(LineGatewayTest, is_idle_without_traffic) {
    const auto client = gateway.connect();
    give(client, nke_1, 1s);
    gateway.advance(5s);
    EXPECT_FALSE(gateway.next_event());
    EXPECT_FALSE(gateway.next_visible());
}

TEST_F(LineGatewayTest, garbles_what_a_client_with_wrong_settings_sends_and_reads) {
    const auto client = gateway.connect();
    gateway.set_format(client, {9600, bus::Parity::even, 1});
    give(client, nke_1, 1s);
    gateway.advance(5s);
    EXPECT_THAT(got(client), IsEmpty());
    gateway.set_format(client, {2400, bus::Parity::none, 1});
    give(client, nke_1, 5s);  // 41 has an even number of ones: its stop bit comes where parity 0 belongs
    gateway.advance(10s);
    EXPECT_THAT(got(client), IsEmpty());
    const auto fitting = gateway.connect();
    give(fitting, nke_1, 10s);
    gateway.advance(15s);
    EXPECT_THAT(got(fitting), ElementsAre(0xE5));
}

TEST_F(LineGatewayTest, lets_clients_take_turns) {
    const auto first = gateway.connect();
    const auto second = gateway.connect();
    give(first, bus::short_frame(0x7B, 1), 1s);
    give(second, nke_2, 1s + 1ms);
    gateway.advance(5s);
    EXPECT_THAT(got(first), SizeIs(telegram_octets));
    EXPECT_THAT(got(second), ElementsAre(0xE5));
    give(second, nke_2, 5s);
    gateway.advance(10s);
    EXPECT_THAT(got(second), ElementsAre(0xE5, 0xE5));
}

TEST_F(LineGatewayTest, gives_each_client_a_turn_while_one_floods) {
    const auto flooder = gateway.connect();
    const auto other = gateway.connect();
    OctetBuffer flood;
    for (int i = 0; i < 100; ++i) flood.insert(flood.end(), nke_1.begin(), nke_1.end());
    give(flooder, flood, 1s);
    give(other, nke_2, 1s + 1ms);
    gateway.advance(2s);
    EXPECT_THAT(got(other), ElementsAre(0xE5));
}

TEST_F(LineGatewayTest, cuts_no_frame_of_a_client_that_was_alone_when_it_began) {
    const auto first = gateway.connect();
    const auto second = gateway.connect();
    give(first, nke_1, 1s);
    give(first, nke_1, 2s);
    give(second, nke_2, 2s + 2 * character);
    gateway.advance(4s);
    EXPECT_THAT(got(first), ElementsAre(0xE5, 0xE5));
    EXPECT_THAT(got(second), ElementsAre(0xE5));
}

TEST_F(LineGatewayTest, does_not_let_halves_and_garbage_disturb_others) {
    const auto careless = gateway.connect();
    const auto other = gateway.connect();
    give(careless, {0x68, 0x40, 0x40, 0x68, 0x53}, 1s);
    give(other, nke_2, 1s + 1ms);
    give(careless, {0x10, 0x10, 0xFF}, 1s + 500ms);
    give(other, nke_2, 1s + 501ms);
    gateway.advance(5s);
    EXPECT_THAT(got(other), ElementsAre(0xE5, 0xE5));
    EXPECT_THAT(got(careless), IsEmpty());
}

TEST_F(LineGatewayTest, drops_a_client_that_disconnects) {
    const auto gone = gateway.connect();
    const auto other = gateway.connect();
    give(gone, bus::short_frame(0x7B, 1), 1s);
    give(other, nke_2, 1s + 1ms);
    gateway.advance(1s + 100ms);  // amid the answer
    gateway.disconnect(gone);
    gateway.advance(5s);
    EXPECT_THAT(got(other), ElementsAre(0xE5));
    give(other, nke_2, 5s);
    gateway.receive(gone, nke_1, 5s);
    gateway.advance(8s);
    EXPECT_THAT(got(other), ElementsAre(0xE5, 0xE5));
}

TEST_F(LineGatewayTest, discards_the_answer_for_a_client_that_has_disconnected) {
    const auto gone = gateway.connect();
    const auto idle = gateway.connect();
    give(gone, bus::short_frame(0x7B, 1), 1s);
    gateway.advance(1s + 5 * character + 10ms);  // before the answer
    gateway.disconnect(gone);
    gateway.advance(5s);
    EXPECT_THAT(got(idle), IsEmpty());
}

// Or a client would take the other's answer for its own, and ask again while its first question still waits.
TEST_F(LineGatewayTest, avoids_a_collision_after_the_client_of_a_request_to_the_same_meter_disconnects) {
    const auto gone = gateway.connect();
    const auto other = gateway.connect();
    give(gone, bus::short_frame(0x7B, 1), 1s);
    give(other, bus::short_frame(0x7B, 1), 1s + 1ms);
    gateway.advance(1s + 5 * character + 10ms);
    gateway.disconnect(gone);
    Nanoseconds now = 1s + 100ms;
    for (; got(other).size() < telegram_octets && now < 5s; now += 1ms) gateway.advance(now);
    give(other, bus::short_frame(0x7B, 3), now);
    gateway.advance(10s);
    EXPECT_THAT(got(other), SizeIs(2 * telegram_octets));
}

TEST_F(LineGatewayTest, waits_at_its_own_speed_for_the_end_of_an_answer_whose_client_has_gone) {
    const bus::UartFormat slow{300, bus::Parity::even, 1};
    gateway.line().meter(0).set_baud(slow.baud);
    gateway.line().refresh(1s);
    const auto gone = gateway.connect();
    const auto other = gateway.connect();
    gateway.set_format(gone, slow);
    gateway.set_format(other, slow);
    give(gone, bus::short_frame(0x7B, 1), 1s);
    give(other, nke_1, 1s + 1ms);
    gateway.advance(2s);  // amid the answer
    EXPECT_THAT(got(gone), testing::Not(IsEmpty()));
    gateway.disconnect(gone);
    gateway.advance(10s);
    EXPECT_THAT(got(other), ElementsAre(0xE5));
}

TEST_F(LineGatewayTest, gives_all_clients_what_a_meter_sends_unasked_once_the_last_owner_has_gone) {
    const auto gone = gateway.connect();
    const auto idle = gateway.connect();
    Faults faults;
    faults.spurious_transmission = 3s;
    gateway.line().meter(0).set_faults(faults);
    give(gone, nke_1, 1s);
    gateway.advance(1s + 5 * character);
    gateway.disconnect(gone);
    gateway.advance(2s);
    EXPECT_THAT(got(idle), IsEmpty());
    gateway.advance(5s);
    EXPECT_THAT(got(idle).size(), testing::Gt(1u));
}

TEST_F(LineGatewayTest, gives_all_clients_what_a_meter_sends_unasked_after_an_answered_turn) {
    const auto owner = gateway.connect();
    const auto idle = gateway.connect();
    give(owner, nke_1, 1s);
    gateway.advance(2s);
    EXPECT_THAT(got(owner), ElementsAre(0xE5));
    gateway.line().meter(0).set_push_interval(3s);
    gateway.line().refresh(2s);
    gateway.advance(6s);
    EXPECT_THAT(got(idle), SizeIs(telegram_octets));
    EXPECT_THAT(got(owner), SizeIs(1 + telegram_octets));
}

TEST_F(LineGatewayTest, reports_each_frame_of_a_client_once_with_the_meters_that_act_on_it) {
    const auto client = gateway.connect(1s, "client");
    give(client, nke_1, 1s);
    give(client, bus::short_frame(0x40, 0xFF), 2s);
    give(client, bus::short_frame(0x40, 77), 3s);
    gateway.advance(4s);
    EXPECT_THAT(events.frames, ElementsAre("client SND_NKE 1 meter-1", "client SND_NKE 255 meter-1,meter-2,meter-3",
                                           "client SND_NKE 77 "));
}

TEST_F(LineGatewayTest, reports_frames_before_their_answers_also_without_a_response_delay) {
    gateway.line().meter(0).set_response_delay(0s);
    const auto client = gateway.connect(1s, "client");
    give(client, nke_1, 1s);
    gateway.advance(2s);
    EXPECT_THAT(events.kinds, testing::IsSupersetOf({"frame", "line_frame"}));
    const auto sent = std::find(events.kinds.begin(), events.kinds.end(), "line_frame");
    EXPECT_EQ(std::count(sent, events.kinds.end(), "frame"), 1) << "the answer";
}

TEST_F(LineGatewayTest, reports_a_format_that_no_meter_receives_once) {
    const auto client = gateway.connect(1s, "client");
    give(client, nke_1, 1s);
    gateway.set_format(client, {9600, bus::Parity::even, 1});
    give(client, nke_1, 2s);
    give(client, nke_1, 3s);
    gateway.set_format(client, {2400, bus::Parity::none, 1});
    give(client, nke_1, 4s);
    gateway.advance(5s);
    EXPECT_THAT(events.mismatches, ElementsAre("9600 baud 8E1 | 2400 baud 8E1", "2400 baud 8N1 | 2400 baud 8E1"));
}

TEST_F(LineGatewayTest, echoes_requests_when_the_echo_is_switched_on) {
    LinkFaults faults;
    faults.echo = true;
    gateway.set_link(faults);
    const auto client = gateway.connect();
    give(client, nke_1, 1s);
    gateway.advance(5s);
    EXPECT_THAT(got(client), ElementsAre(0x10, 0x40, 0x01, 0x41, 0x16, 0xE5));
}

TEST_F(LineGatewayTest, damages_bytes_to_clients_according_to_the_link_faults) {
    LinkFaults faults;
    faults.drop = {28, 33};
    faults.times = 1;
    gateway.set_link(faults);
    const auto client = gateway.connect();
    give(client, bus::short_frame(0x7B, 1), 1s);
    gateway.advance(3s);
    EXPECT_THAT(got(client), SizeIs(telegram_octets - 28));
    give(client, bus::short_frame(0x7B, 1), 3s);  // once more, unchanged: the telegram is repeated
    gateway.advance(5s);
    EXPECT_THAT(got(client), SizeIs(2 * telegram_octets - 28));
}

TEST_F(LineGatewayTest, has_a_converter_with_another_parity) {
    gateway.line().add(std::make_unique<Meter>(cf_echo_2(), "meter-64", 64), 0s);
    LinkFaults faults;
    faults.parity = bus::Parity::none;
    faults.stop_bits = 2;
    gateway.set_link(faults);
    const auto client = gateway.connect();
    give(client, bus::short_frame(0x40, 64), 1s);  // 10 40 40 80 16: all of them have an odd number of ones
    give(client, bus::short_frame(0x7B, 64), 2s);  // not so 7b and bb
    gateway.advance(5s);
    EXPECT_THAT(got(client), ElementsAre(0xE5));
}

TEST_F(LineGatewayTest, ends_connections_that_a_fault_ends) {
    LinkFaults faults;
    faults.reset_after = 10;
    faults.max_clients = 1;
    gateway.set_link(faults);
    EXPECT_TRUE(gateway.has_room());
    const auto client = gateway.connect();
    EXPECT_FALSE(gateway.has_room());
    give(client, bus::short_frame(0x7B, 1), 1s);
    gateway.advance(5s);
    EXPECT_THAT(got(client), SizeIs(10));
    EXPECT_THAT(mailbox.ends, ElementsAre(std::pair{client, LinkEnd::reset}));
}

TEST_F(LineGatewayTest, sends_what_a_lone_client_gives_without_waiting_for_answers) {
    const auto client = gateway.connect();
    give(client, nke_1, 1s);
    give(client, bus::short_frame(0x40, 3), 1s + 30ms);  // before the first answer is due
    gateway.advance(5s);
    EXPECT_THAT(got(client).size(), testing::Gt(0u));
    EXPECT_LT(mailbox.times.front(), 1s + 100ms);
}

}  // namespace
}  // namespace otbench::meters
