// What a master may expect of a slave, octet by octet on the line: the checklist of the spec (M-Bus protocol, section
// 17) and what masters in use send (section 16). Each entry is a talk with a meter at address 1.

#include <gmock/gmock.h>

#include "bus/message/telegram.hpp"
#include "meters/line/line_gateway.hpp"
#include "tests/meters/shipped_profile.hpp"
#include "tests/meters/silent_events.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

constexpr const char* three_telegrams = R"(
title: Three telegrams
manufacturer: ABC
version: 1
medium: Water
id: '12345678'
baud-rates: [300, 9600]
telegrams:
  - records: [{quantity: volume, step: 1 l, coding: bcd8, default: 1 m3},
              {quantity: time-point, step: date-time, coding: date-time-f, default: 2020-01-01T00:00}]
  - records: [{name: volume-stored, quantity: volume, step: 1 l, coding: bcd8, storage: 1, default: 2 m3}]
  - records: [{quantity: fabrication-number, coding: bcd8, default: 55667788}]
readouts:
  - {subcode: 0x10, telegrams: [{records: [{quantity: mass, step: 1 kg, coding: bcd8, default: 9 kg}]}]}
)";

/// What must come: nothing, an acknowledgement, a telegram of that place in the sequence (1 to 3; 4: that of subcode
/// 10), the same octets as before, a report of an application error, an alarm status.
enum class Comes { nothing, e5, first, second, third, other, again, report, alarm };

struct Exchange {
    OctetBuffer request;
    Comes comes;
    double baud = 2400;
};

struct Entry {
    const char* name;
    std::vector<Exchange> talk;
};

OctetBuffer with_wrong_checksum(OctetBuffer octets) {
    ++octets[octets.size() - 2];
    return octets;
}
OctetBuffer with_wrong_length(OctetBuffer octets) {
    ++octets[2];
    return octets;
}
OctetBuffer s(std::uint8_t control, std::uint8_t address = 1) {
    return bus::short_frame(control, address);
}
OctetBuffer ud(std::uint8_t ci, const OctetBuffer& data, std::uint8_t address = 1, std::uint8_t control = 0x53) {
    return bus::long_frame(control, address, ci, data);
}
OctetBuffer select(const OctetBuffer& device, std::uint8_t control = 0x73) {
    return ud(0x52, device, 253, control);
}

// Identification 12345678, ABC, version 1, water; F and FF are wild cards.
const OctetBuffer exactly{0x78, 0x56, 0x34, 0x12, 0x43, 0x04, 0x01, 0x07};
const OctetBuffer anybody(8, 0xFF);
const OctetBuffer begins_with_12{0xFF, 0xFF, 0xFF, 0x12, 0xFF, 0xFF, 0xFF, 0xFF};
const OctetBuffer begins_with_13{0xFF, 0xFF, 0xFF, 0x13, 0xFF, 0xFF, 0xFF, 0xFF};

OctetBuffer with_fabrication_number(OctetBuffer device, std::uint8_t last) {
    device.insert(device.end(), {0x0C, 0x78, 0x88, 0x77, 0x66, last});
    return device;
}

const std::vector<Entry> checklist = {
    {"initialises_at_its_own_address_and_at_254", {{s(0x40), Comes::e5}, {s(0x40, 254), Comes::e5}}},
    {"is_silent_to_others_to_253_unselected_and_to_255",
     {{s(0x40, 2), Comes::nothing},
      {s(0x40, 253), Comes::nothing},
      {s(0x40, 255), Comes::nothing},
      {s(0x7B, 2), Comes::nothing},
      {s(0x7B, 253), Comes::nothing},
      {s(0x7B, 255), Comes::nothing}}},
    {"is_silent_to_wrong_checksums_and_lengths",
     {{with_wrong_checksum(s(0x40)), Comes::nothing},
      {with_wrong_checksum(ud(0x50, {})), Comes::nothing},
      {with_wrong_length(ud(0x51, {0x01, 0x7A, 0x05})), Comes::nothing},
      {s(0x40), Comes::e5}}},
    {"goes_on_with_each_toggled_bit",
     {{s(0x40), Comes::e5},
      {s(0x7B), Comes::first},
      {s(0x5B), Comes::second},
      {s(0x7B), Comes::third},
      {s(0x5B), Comes::first}}},
    {"repeats_with_an_unchanged_bit",
     {{s(0x7B), Comes::first}, {s(0x7B), Comes::again}, {s(0x5B), Comes::second}, {s(0x5B), Comes::again}}},
    {"takes_a_request_without_valid_bit_as_new",
     {{s(0x4B), Comes::first}, {s(0x4B), Comes::first}, {s(0x6B), Comes::first}}},
    {"begins_anew_after_initialisation",
     {{s(0x7B), Comes::first}, {s(0x5B), Comes::second}, {s(0x40), Comes::e5}, {s(0x5B), Comes::first}}},
    {"answers_at_254_with_its_own_address", {{s(0x5B, 254), Comes::first}, {s(0x7B, 254), Comes::second}}},
    {"acknowledges_a_request_for_alarms_that_are_not_there", {{s(0x5A), Comes::e5}, {s(0x7A), Comes::e5}}},
    {"resets_its_application_with_and_without_subcode",
     {{s(0x7B), Comes::first},
      {ud(0x50, {}), Comes::e5},
      {s(0x7B), Comes::first},
      {ud(0x50, {0x10}), Comes::e5},
      {s(0x5B), Comes::other},
      {ud(0x50, {}, 254), Comes::e5},
      {s(0x7B), Comes::first}}},
    {"gets_another_address_which_holds_from_the_next_frame",
     {{ud(0x51, {0x01, 0x7A, 0x05}), Comes::e5}, {s(0x40), Comes::nothing}, {s(0x40, 5), Comes::e5}}},
    {"keeps_its_address_where_the_new_one_is_no_meters",
     {{ud(0x51, {0x01, 0x7A, 0xFB}), Comes::e5}, {s(0x5B), Comes::report}, {s(0x40), Comes::e5}}},
    {"gets_another_identification_number",
     {{ud(0x51, {0x0C, 0x79, 0x01, 0x00, 0x00, 0x13}), Comes::e5},
      {select(begins_with_12), Comes::nothing},
      {select(begins_with_13), Comes::e5}}},
    {"gets_the_time", {{ud(0x51, {0x04, 0x6D, 0x24, 0x13, 0x2B, 0x22}), Comes::e5}, {s(0x5B), Comes::first}}},
    {"is_selected_fully_and_by_wild_cards_with_either_control_field",
     {{select(exactly), Comes::e5},
      {select(anybody), Comes::e5},
      {select(begins_with_12), Comes::e5},
      {select(exactly, 0x53), Comes::e5},
      {s(0x7B, 253), Comes::first},
      {s(0x5B, 253), Comes::second}}},
    {"is_deselected_by_a_selection_of_others_and_by_initialisation",
     {{select(exactly), Comes::e5},
      {select(begins_with_13), Comes::nothing},
      {s(0x7B, 253), Comes::nothing},
      {select(exactly), Comes::e5},
      {s(0x40, 253), Comes::e5},
      {s(0x7B, 253), Comes::nothing}}},
    {"is_selected_by_its_fabrication_number",
     {{select(with_fabrication_number(anybody, 0x55)), Comes::e5},
      {select(with_fabrication_number(anybody, 0x56)), Comes::nothing},
      {select(with_fabrication_number(anybody, 0xF5)), Comes::e5}}},
    {"gets_another_address_while_it_is_selected",
     {{select(exactly), Comes::e5}, {ud(0x51, {0x01, 0x7A, 0x09}, 253), Comes::e5}, {s(0x40, 9), Comes::e5}}},
    {"changes_its_rate_after_the_acknowledgement",
     {{ud(0xBD, {}), Comes::e5},
      {s(0x40), Comes::nothing},
      {s(0x40), Comes::e5, 9600},
      {ud(0xB8, {}), Comes::e5, 9600},
      {s(0x7B), Comes::first, 300}}},
    {"keeps_its_rate_where_it_has_no_other",
     {{ud(0xBF, {}), Comes::e5}, {s(0x5B), Comes::report}, {s(0x40), Comes::e5}}},
    {"reports_commands_that_it_does_not_know", {{ud(0xB4, {0x00}), Comes::e5}, {s(0x5B), Comes::report}}},
    {"acts_on_broadcasts_without_an_answer",
     {{ud(0x51, {0x01, 0x7A, 0x07}, 255), Comes::nothing}, {s(0x40, 7), Comes::e5}}},
    {"sends_what_libmbus_reads_without_ever_toggling_the_bit",
     {{s(0x40, 253), Comes::nothing}, {s(0x40, 253), Comes::nothing}, {s(0x5B), Comes::first}}},
};

class Inbox : public GatewayOutput {
public:
    void deliver(ClientId, std::uint8_t octet, Nanoseconds at) override {
        if (octets.empty()) first = at;
        octets.push_back(octet);
    }
    void end(ClientId, LinkEnd) override {}
    OctetBuffer octets;
    Nanoseconds first{};
};

class Checklist : public testing::TestWithParam<Entry> {
protected:
    Checklist() {
        const auto profile = read_profile(three_telegrams, "three", "three.yaml");
        EXPECT_TRUE(profile) << to_string(profile.error().front());
        if (profile) gateway.line().add(std::make_unique<Meter>(*profile, "meter", 1), 0s);
        gateway.advance(now);
    }

    /// What comes, no earlier and no later than it may.
    OctetBuffer answer(const Exchange& exchange) {
        const bus::UartFormat format{exchange.baud, bus::Parity::even, 1};
        gateway.set_format(client, format);
        inbox.octets.clear();
        gateway.receive(client, exchange.request, now);
        const auto length = static_cast<int>(exchange.request.size());
        const Nanoseconds end = now + format.bit_start(length * format.bits());
        gateway.advance(now += 4s);
        if (inbox.octets.empty()) return {};
        const Nanoseconds start = inbox.first - format.bit_start(format.bits());
        EXPECT_GE(start + 1us, end + format.bit_start(11));
        EXPECT_LE(start, end + format.bit_start(330) + 50ms);
        return inbox.octets;
    }

    /// What octets are, apart from `again`.
    static Comes kind_of(const OctetBuffer& octets) {
        if (octets.empty()) return Comes::nothing;
        if (octets == OctetBuffer{0xE5}) return Comes::e5;
        const auto frame = bus::parse_frame(octets);
        if (!frame) {
            ADD_FAILURE() << bus::describe(frame.error());
            return Comes::nothing;
        }
        EXPECT_EQ(frame->control & ~0x30, 0x08);
        if (frame->ci == 0x70) return Comes::report;
        if (frame->ci == 0x71) return Comes::alarm;
        constexpr std::size_t dif_at = bus::Telegram::header_size;
        if (frame->data[dif_at] == 0x4C) return Comes::second;  // storage 1
        switch (frame->data[dif_at + 1]) {
            case 0x13: return Comes::first;  // volume
            case 0x78: return Comes::third;  // fabrication number
            case 0x1B: return Comes::other;  // mass
            default: break;
        }
        return Comes::nothing;
    }

    SilentEvents events;
    Inbox inbox;
    LineGateway gateway{2400, inbox, events};
    ClientId client = gateway.connect();
    Nanoseconds now = 1s;
};

TEST_P(Checklist, is_kept) {
    OctetBuffer before;
    for (std::size_t i = 0; i < GetParam().talk.size(); ++i) {
        SCOPED_TRACE(i + 1);
        const Exchange& exchange = GetParam().talk[i];
        const OctetBuffer came = answer(exchange);
        if (exchange.comes == Comes::again) {
            EXPECT_EQ(came, before);
            continue;
        }
        EXPECT_EQ(static_cast<int>(kind_of(came)), static_cast<int>(exchange.comes));
        before = came;
    }
}

INSTANTIATE_TEST_SUITE_P(Slave, Checklist, testing::ValuesIn(checklist),
                         [](const auto& entry) { return std::string{entry.param.name}; });

/// What is not a talk: the access number, the status, an alarm, and a loss of power.
class ChecklistState : public Checklist {};

TEST_F(ChecklistState, counts_new_telegrams_and_shows_status_and_alarms) {
    constexpr std::size_t access_number_at = 15, status_at = 16;
    const auto first = answer({s(0x7B), Comes::first}), second = answer({s(0x5B), Comes::second});
    EXPECT_EQ(static_cast<std::uint8_t>(first[access_number_at] + 1), second[access_number_at]);
    Meter& meter = gateway.line().meter(0);
    meter.readout().set_status(0x04);
    meter.application().set_alarm(0x20);
    const auto flagged = answer({s(0x7B), Comes::third});
    EXPECT_EQ(flagged[status_at], 0x04);
    EXPECT_EQ(flagged[4] & bus::control::acd, bus::control::acd);
    EXPECT_EQ(static_cast<int>(kind_of(answer({s(0x5A), Comes::alarm}))), static_cast<int>(Comes::alarm));
    EXPECT_EQ(answer({s(0x7A), Comes::e5}), OctetBuffer{0xE5});
}

TEST_F(ChecklistState, loses_selection_and_position_without_power) {
    EXPECT_EQ(answer({select(exactly), Comes::e5}), OctetBuffer{0xE5});
    answer({s(0x7B), Comes::first});
    Meter& meter = gateway.line().meter(0);
    meter.power(now, false);
    meter.power(now += 1s, true);
    gateway.line().refresh(now);
    gateway.advance(now += 1s);
    EXPECT_EQ(answer({s(0x7B, 253), Comes::nothing}), OctetBuffer{});
    EXPECT_EQ(kind_of(answer({s(0x5B), Comes::first})), Comes::first);
}

}  // namespace
}  // namespace otbench::meters
