#include "meters/application.hpp"

#include <gmock/gmock.h>

#include "bus/reading/reading.hpp"
#include "tests/meters/shipped_profile.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const char* const heat_meter = R"(title: Heat meter
manufacturer: ACW
version: 9
medium: "Heat: Outlet"
id: 12345678
first-access-number: 0xFE
baud: 2400
baud-rates: [300, 9600]
telegrams:
  - records:
      - {quantity: fabrication-number, coding: bcd8, default: 55667788}
      - {quantity: energy, step: 1 kWh, coding: bcd8, default: 5 kWh}
      - {quantity: time-point, step: date-time, coding: date-time-f, default: 2017-02-11T19:36}
  - records:
      - {quantity: volume, step: 1 l, coding: int32, default: 7 l}
      - {name: due, quantity: energy, step: 1 kWh, storage: 1, coding: bcd8, default: 4 kWh}
readouts:
  - subcode: 0x50
    telegrams: [{records: [{quantity: power, step: 1 W, coding: int16, default: 9 W}]}]
  - {ci: 0xB1, telegrams: [{ci: 0x78, octets: 0F AA}]}
)";

class ApplicationTest : public testing::Test {
protected:
    static std::shared_ptr<const Profile> profile() {
        const auto read = read_profile(heat_meter, "heat", "heat.yaml");
        if (read) return *read;
        ADD_FAILURE() << to_string(read.error().front());
        return cf_echo_2();
    }

    bus::CommandEffect tell(std::uint8_t ci, const OctetBuffer& data) { return meter.receive_user_data(ci, data, 1s); }
    bus::Reading reading(std::size_t index = 0) {
        return bus::Reading::decode(meter.class_2_data(index, 1s).data).value();
    }
    std::vector<std::string> values(std::size_t index = 0) {
        std::vector<std::string> found;
        for (const auto& value : reading(index).values) found.push_back(value.text());
        return found;
    }
    /// The code of the error that the next answer reports; 0xFF when it reports none.
    int report() {
        const auto answer = meter.class_2_data(0, 1s);
        return answer.ci == 0x70 ? answer.data.at(0) : 0xFF;
    }

    MeterApplication meter{profile()};
};

TEST_F(ApplicationTest, sends_the_telegrams_of_its_profile_in_order) {
    EXPECT_TRUE(meter.class_2_data(0, 1s).more_follows);
    EXPECT_FALSE(meter.class_2_data(1, 1s).more_follows);
    EXPECT_THAT(values(0), ElementsAre("55667788", "5 kWh", "2017-02-11T19:36"));
    EXPECT_THAT(values(1), ElementsAre("0.007 m3", "4 kWh"));
    EXPECT_TRUE(reading(0).more_follow);
    EXPECT_FALSE(reading(1).more_follow);
}

TEST_F(ApplicationTest, counts_the_access_number_up_with_each_new_telegram) {
    EXPECT_EQ(reading().identity.access_number, 0xFE);
    EXPECT_EQ(reading().identity.access_number, 0xFF);
    EXPECT_EQ(reading().identity.access_number, 0x00);
}

TEST_F(ApplicationTest, changes_its_address_to_one_that_a_meter_may_have) {
    EXPECT_EQ(tell(0x51, {0x01, 0x7A, 0x08}).primary_address, 8);
    EXPECT_EQ(tell(0x51, {0x01, 0x7A, 250}).primary_address, 250);
    EXPECT_EQ(report(), 0xFF);
    EXPECT_FALSE(tell(0x51, {0x01, 0x7A, 251}).primary_address);
    EXPECT_EQ(report(), 0);
    EXPECT_EQ(report(), 0xFF);  // reported once
}

TEST_F(ApplicationTest, takes_an_identification_number_or_a_whole_identification) {
    tell(0x51, {0x0C, 0x79, 0x01, 0x02, 0x03, 0x04});
    EXPECT_EQ(reading().identity.id, "04030201");
    tell(0x51, {0x07, 0x79, 0x04, 0x03, 0x02, 0x01, 0x24, 0x40, 0x02, 0x07});
    EXPECT_EQ(reading().identity.id, "01020304");
    EXPECT_EQ(reading().identity.manufacturer, "PAD");
    EXPECT_EQ(reading().identity.version, 2);
    EXPECT_EQ(reading().identity.medium_code, 7);
}

TEST_F(ApplicationTest, takes_the_time) {
    EXPECT_TRUE(tell(0x51, {0x04, 0x6D, 0x00, 0x0C, 0x21, 0x23}).outdates_answers);
    EXPECT_EQ(values()[2], "2017-03-01T12:00");
    tell(0x51, {0x02, 0x6C, 0x21, 0x23});  // it has no date of its own
    EXPECT_EQ(report(), 0);
}

TEST_F(ApplicationTest, reports_what_it_cannot_do) {
    EXPECT_TRUE(tell(0x99, {}).acknowledged);
    EXPECT_EQ(report(), 1);
    for (const std::uint8_t ci : OctetBuffer{0x55, 0x56, 0x90, 0x97, 0xB2, 0xB3, 0xB4, 0xB6}) {
        tell(ci, {});
        EXPECT_EQ(report(), 1) << int{ci};
    }
    tell(0x51, {0x04, 0x6D, 0x00});
    EXPECT_EQ(report(), 4);  // premature end of a record
    tell(0x51, OctetBuffer(12, 0x80));
    EXPECT_EQ(report(), 5);  // too many DIFEs
    OctetBuffer many_vife(12, 0x80);
    many_vife[0] = 0x01;
    tell(0x51, many_vife);
    EXPECT_EQ(report(), 6);
    tell(0x51, {0x0C, 0x78, 1, 2, 3, 4});  // the fabrication number stays
    EXPECT_EQ(report(), 0);
    tell(0x54, {});
    EXPECT_EQ(report(), 0xFF);
}

TEST_F(ApplicationTest, changes_to_rates_that_it_has) {
    tell(0xBD, {});
    EXPECT_EQ(meter.baud(), 9600);
    tell(0xBA, {});  // 1200
    EXPECT_EQ(meter.baud(), 9600);
    EXPECT_EQ(report(), 1);
}

TEST_F(ApplicationTest, sends_another_readout_after_its_subcode_until_the_next_reset) {
    EXPECT_TRUE(tell(0x50, {0x50}).starts_over);
    EXPECT_THAT(values(), ElementsAre("9 W"));
    EXPECT_THAT(values(), ElementsAre("9 W"));
    tell(0x50, {});
    EXPECT_EQ(values()[1], "5 kWh");
    tell(0xB1, {});
    EXPECT_EQ(meter.class_2_data(0, 1s).data, (OctetBuffer{0x0F, 0xAA}));
    meter.power_lost();
    EXPECT_EQ(values()[1], "5 kWh");
}

TEST_F(ApplicationTest, sends_only_the_selected_records_until_a_master_requests_all) {
    EXPECT_TRUE(tell(0x51, {0x08, 0x13, 0x48, 0x06}).starts_over);
    EXPECT_FALSE(meter.class_2_data(0, 1s).more_follows);
    EXPECT_THAT(values(), ElementsAre("0.007 m3", "4 kWh"));
    tell(0x51, {0x08, 0x7E});
    EXPECT_EQ(values().size(), 4u);
    tell(0x51, {0x7F});
    EXPECT_EQ(values()[1], "5 kWh");
}

TEST_F(ApplicationTest, is_selected_by_its_identification_and_its_fabrication_number) {
    const bus::SelectSlave itself{{0x12345678, 0x0477, 9, 4}, std::nullopt};
    EXPECT_TRUE(meter.selected_by(itself, {}));
    EXPECT_TRUE(meter.selected_by({itself.device, 0x55667788}, {}));
    EXPECT_FALSE(meter.selected_by({itself.device, 0x55667789}, {}));
    ASSERT_TRUE(meter.readout().set_id("87654321"));
    EXPECT_FALSE(meter.selected_by(itself, {}));
    EXPECT_TRUE(meter.selected_by({{0x87654321, 0x0477, 9, 4}, std::nullopt}, {}));
}

TEST_F(ApplicationTest, has_an_alarm_for_the_master_until_it_was_fetched) {
    EXPECT_FALSE(meter.class_1_data(1s));
    meter.set_alarm(0x04);
    EXPECT_EQ(meter.class_2_data(0, 1s).flags, bus::control::acd);
    const auto alarm = meter.class_1_data(1s);
    ASSERT_TRUE(alarm);
    EXPECT_EQ(alarm->ci, 0x71);
    EXPECT_THAT(alarm->data, ElementsAre(0x04));
    EXPECT_FALSE(meter.class_1_data(1s));
    EXPECT_EQ(meter.class_2_data(0, 1s).flags, 0);
}

}  // namespace
}  // namespace otbench::meters
