#include "bus/message/command.hpp"

#include <gtest/gtest.h>

#include "bus/frame/frame.hpp"

namespace otbench::bus {
namespace {

OctetBuffer frame_of(const Command& command, std::uint8_t address, std::uint8_t control_field = control::SND_UD) {
    const auto encoded = encode_command(command).value();
    return long_frame(control_field, address, encoded.ci, encoded.data);
}

/// The command in a frame that a master sent.
Command command_of(const OctetBuffer& octets) {
    const Frame frame = *parse_frame(octets);
    return parse_command(frame.ci, frame.data).value();
}

TEST(Command, application_reset_has_a_subcode_or_none) {
    const OctetBuffer plain = {0x68, 0x03, 0x03, 0x68, 0x53, 0x01, 0x50, 0xA4, 0x16};
    const OctetBuffer coded = {0x68, 0x04, 0x04, 0x68, 0x53, 0x01, 0x50, 0x10, 0xB4, 0x16};  // user data
    EXPECT_EQ(frame_of(ApplicationReset{}, 1), plain);
    EXPECT_EQ(frame_of(ApplicationReset{0x10}, 1), coded);
    EXPECT_FALSE(std::get<ApplicationReset>(command_of(plain)).subcode);
    EXPECT_EQ(std::get<ApplicationReset>(command_of(coded)).subcode, 0x10);
}

const OctetBuffer selection = {
    0x68, 0x0B, 0x0B, 0x68, 0x73, 0xFD, 0x52,        // SND_UD to 253, select
    0x55, 0x55, 0x55, 0x55, 0x77, 0x04, 0x09, 0x04,  // id, ACW, version, medium
    0x9E, 0x16,
};

TEST(Command, selects_by_secondary_address) {
    EXPECT_EQ(frame_of(SelectSlave{{0x55555555, 0x0477, 9, 4}, {}}, 0xFD, 0x73), selection);
    const auto select = std::get<SelectSlave>(command_of(selection));
    EXPECT_EQ(select.device.id, 0x55555555u);
    EXPECT_EQ(select.device.manufacturer, 0x0477);
    EXPECT_FALSE(select.fabrication_number);
}

TEST(Command, selects_by_fabrication_number_too) {
    const OctetBuffer octets = {
        0x68, 0x11, 0x11, 0x68, 0x73, 0xFD, 0x52,        // SND_UD to 253, select
        0x78, 0x56, 0x34, 0x12, 0xFF, 0xFF, 0xFF, 0xFF,  // id 12345678, the rest any
        0x0C, 0x78, 0x99, 0x88, 0x66, 0x55,              // fabrication number 55668899
        0x32, 0x16,
    };
    EXPECT_EQ(frame_of(SelectSlave{{0x12345678, 0xFFFF, 0xFF, 0xFF}, 0x55668899}, 0xFD, 0x73), octets);
    EXPECT_EQ(std::get<SelectSlave>(command_of(octets)).fabrication_number, 0x55668899u);
}

TEST(Command, reads_a_selection_with_high_octets_first_and_a_short_one) {
    const OctetBuffer turned = {0x12, 0x34, 0x56, 0x78, 0x04, 0x77, 0x09, 0x04};
    const auto select = std::get<SelectSlave>(parse_command(0x56, turned).value());
    EXPECT_EQ(select.device.id, 0x12345678u);
    EXPECT_EQ(select.device.manufacturer, 0x0477);
    const auto any = std::get<SelectSlave>(parse_command(0x52, OctetBuffer{0x78, 0x56}).value());
    EXPECT_EQ(any.device.id, 0xFFFF5678u);
    EXPECT_EQ(any.device.manufacturer, 0xFFFF);
}

TEST(Command, finds_the_records_behind_a_transport_header) {
    const OctetBuffer data = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x7A, 0x08};
    const auto behind_long = std::get<DataSend>(parse_command(0x5B, data).value()).records;
    EXPECT_EQ(OctetBuffer(behind_long.begin(), behind_long.end()), (OctetBuffer{0x01, 0x7A, 0x08}));
    EXPECT_EQ(std::get<DataSend>(parse_command(0x5A, data).value()).records.size(), 11u);
    EXPECT_EQ(parse_command(0x5A, OctetBuffer{1, 2, 3}).error().code, CodecErrc::header_too_short);
}

TEST(Command, refuses_a_selection_by_other_records) {
    OctetBuffer data(8, 0xFF);
    data.push_back(0x0C);
    EXPECT_EQ(parse_command(0x52, data).error().code, CodecErrc::unknown_selection);
    data.insert(data.end(), {0x79, 0x01, 0x02, 0x03, 0x04});
    EXPECT_EQ(parse_command(0x52, data).error().code, CodecErrc::unknown_selection);
}

TEST(Command, sends_records) {
    const OctetBuffer octets = {0x68, 0x06, 0x06, 0x68, 0x53, 0xFE, 0x51, 0x01, 0x7A, 0x08, 0x25, 0x16};  // address 8
    const OctetBuffer records = {0x01, 0x7A, 0x08};
    EXPECT_EQ(frame_of(DataSend{records}, 0xFE), octets);
    const Frame frame = *parse_frame(octets);
    auto walk = std::get<DataSend>(parse_command(frame.ci, frame.data).value()).walk();
    const Record* const record = walk.next().value();
    ASSERT_NE(record, nullptr);
    EXPECT_EQ(vif_entry(record->vif_code()).quantity, Quantity::bus_address);
    EXPECT_EQ(record->data[0], 8);
}

TEST(Command, sets_each_baud_rate) {
    const OctetBuffer octets = {0x68, 0x03, 0x03, 0x68, 0x53, 0x01, 0xBB, 0x0F, 0x16};
    EXPECT_EQ(frame_of(SetBaudRate{2400}, 1), octets);
    for (const std::uint32_t baud : {300u, 600u, 1200u, 2400u, 4800u, 9600u, 19200u, 38400u})
        EXPECT_EQ(std::get<SetBaudRate>(command_of(frame_of(SetBaudRate{baud}, 1))).baud, baud);
    EXPECT_FALSE(encode_command(SetBaudRate{1000}));
}

TEST(Command, knows_no_other_control_information) {
    EXPECT_TRUE(std::holds_alternative<SynchroniseAction>(parse_command(0x54, {}).value()));
    EXPECT_EQ(parse_command(0x72, {}).error().code, CodecErrc::unknown_command);
}

}  // namespace
}  // namespace otbench::bus
