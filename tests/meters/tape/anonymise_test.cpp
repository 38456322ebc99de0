#include "meters/tape/anonymise.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "bus/frame/frame.hpp"
#include "tests/meters/telegrams.hpp"

namespace otbench::meters {
namespace {

using bus::Direction;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

bus::CapturedFrame frame(Direction direction, OctetBuffer octets) {
    bus::CapturedFrame frame;
    frame.direction = direction;
    frame.octets = std::move(octets);
    return frame;
}
/// A telegram of meter 14273160 with these records.
OctetBuffer telegram(const std::string& records, const std::string& id = "60312714") {
    return bus::long_frame(0x08, 5, 0x72, from_hex(id + "7704090497100000" + records));
}
OctetBuffer selection(const std::string& id, std::uint8_t ci = 0x52) {
    return bus::long_frame(0x73, 253, ci, from_hex(id + "ffffffff"));
}

/// The frames of a tape with these ones, in hex, when it is anonymised.
std::vector<std::string> anonymised(std::vector<bus::CapturedFrame> frames) {
    Tape tape;
    tape.frames = std::move(frames);
    std::vector<std::string> all;
    for (const auto& frame : anonymised(tape).frames) all.push_back(hex_text(frame.octets));
    return all;
}
std::string hex(const OctetBuffer& octets) {
    return hex_text(octets);
}

TEST(Anonymised, replaces_the_number_of_a_header_and_of_records) {
    EXPECT_THAT(
        anonymised({frame(Direction::from_slave, telegram("0c7860312714")),
                    frame(Direction::from_slave, bus::long_frame(0x08, 5, 0x78, from_hex("0c7860312714"))),
                    frame(Direction::from_master, bus::short_frame(0x7B, 5))}),
        ElementsAre(hex(telegram("0c7801000010", "01000010")),
                    hex(bus::long_frame(0x08, 5, 0x78, from_hex("0c7801000010"))), hex(bus::short_frame(0x7B, 5))));
}

TEST(Anonymised, replaces_a_number_in_every_form) {
    // As text in both directions, as an integer (14273160 = 0xD9CA88) in both, and with the high byte first.
    const auto frames =
        anonymised({frame(Direction::from_slave, telegram("0d7c0101080631333732343136")),
                    frame(Direction::from_slave, telegram("0d7c010108" + hex_text("06137241") + hex_text("14273160"))),
                    frame(Direction::from_slave, telegram("041388cad900"
                                                          "041300d9ca88"
                                                          "041314273160"))});
    for (const char* leak : {"60312714", "14273160", "3134323733313630", "3036313337323431", "88cad900", "00d9ca88"})
        EXPECT_THAT(frames, Each(Not(HasSubstr(leak)))) << leak;
    for (const auto& text : frames) EXPECT_TRUE(bus::parse_frame(from_hex(text))) << text;
}

TEST(Anonymised, replaces_other_numbers_of_the_meter_and_its_owner) {
    // A fabrication number of its own, a customer and a location as text, a short fabrication number.
    const auto frames = anonymised({frame(Direction::from_slave, telegram("0c7821436587"
                                                                          "0dfd1105524f4c4c49"
                                                                          "0dfd10034b4e41"
                                                                          "0b78563412"))});
    for (const char* leak : {"21436587", "524f4c4c49", "4b4e41", "563412"})
        EXPECT_THAT(frames, Each(Not(HasSubstr(leak)))) << leak;
    EXPECT_TRUE(bus::parse_frame(from_hex(frames[0])));
}

TEST(Anonymised, replaces_the_numbers_of_selections_with_and_without_wildcards) {
    EXPECT_THAT(
        anonymised({frame(Direction::from_slave, telegram("")), frame(Direction::from_master, selection("60312714")),
                    frame(Direction::from_master, selection("ffff2714")),
                    frame(Direction::from_master, selection("14273160", 0x56)),
                    frame(Direction::from_master, selection("99999999"))}),
        ElementsAre(hex(telegram("", "01000010")), hex(selection("01000010")), hex(selection("ffff0010")),
                    hex(selection("10000001", 0x56)), hex(selection("02000010"))));
}

TEST(Anonymised, invents_no_number_that_a_meter_has_already) {
    EXPECT_THAT(anonymised({frame(Direction::from_slave, telegram("", "01000010"))}),
                ElementsAre(hex(telegram("", "02000010"))));
}

TEST(Anonymised, removes_numbers_from_damaged_frames) {
    auto wrong_checksum = telegram("");
    wrong_checksum[wrong_checksum.size() - 2] ^= 1;
    auto wrong_number = telegram("");
    wrong_number[8] ^= 1;
    auto cut = telegram("");
    cut.resize(9);
    const auto frames =
        anonymised({frame(Direction::from_slave, telegram("")), frame(Direction::from_slave, wrong_checksum),
                    frame(Direction::from_slave, wrong_number), frame(Direction::from_slave, cut)});
    EXPECT_THAT(frames[1], HasSubstr("7201000010"));
    EXPECT_FALSE(bus::parse_frame(from_hex(frames[1]))) << "it stays damaged";
    EXPECT_THAT(frames[2], HasSubstr("7200000000"));
    EXPECT_THAT(frames[3], testing::EndsWith("720000"));
}

TEST(Anonymised, says_nothing_of_who_recorded_what) {
    Tape tape;
    tape.head.source = "otbench record serial:/dev/ttyUSB0";
    tape.head.meter = "./14273160.yaml@5";
    tape.head.started = std::chrono::seconds{1};
    tape.frames = {frame(Direction::from_slave, telegram(""))};
    tape.frames[0].comment = "14273160";
    const auto other = anonymised(tape);
    EXPECT_EQ(tape_line(other.head).find("ttyUSB0"), std::string::npos);
    EXPECT_EQ(tape_line(other.head) + tape_line(other.frames[0]), [&] {
        Tape bare;
        bare.frames = {frame(Direction::from_slave, telegram("", "01000010"))};
        return tape_line(bare.head) + tape_line(bare.frames[0]);
    }());
}

}  // namespace
}  // namespace otbench::meters
