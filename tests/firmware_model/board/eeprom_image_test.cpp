#include "firmware_model/board/eeprom_image.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace otbench::firmware {
namespace {

using Image = std::vector<std::uint8_t>;

std::uint32_t word(const Image& image, std::size_t at) {
    return image.at(at) | image.at(at + 1) << 8U | image.at(at + 2) << 16U | std::uint32_t{image.at(at + 3)} << 24U;
}

struct Found {
    std::size_t at, length;
};

/// The components by their kinds, as a reader of the list finds them; fails the test where a header is wrong.
std::multimap<std::uint32_t, Found> components(const Image& image) {
    // Magic and size of the structure of each kind.
    const std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> kinds = {
        {0, {0xBC13EE7A, 36}}, {1, {0xA140C5AD, 84}}, {2, {0x498AF75E, 44}},
        {4, {0x8A60EBE8, 28}}, {5, {0xEB6438DC, 60}}, {6, {0x9F99EB64, 28}},
    };
    std::multimap<std::uint32_t, Found> found;
    const std::uint32_t count = word(image, 28);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t kind = word(image, 36 + 12 * i);
        const std::size_t at = word(image, 40 + 12 * i), length = word(image, 44 + 12 * i);
        EXPECT_EQ(word(image, at), kinds.at(kind).first);
        EXPECT_EQ(word(image, at + 4), kind);
        EXPECT_EQ(word(image, at + 8), kinds.at(kind).second);
        EXPECT_EQ(word(image, at + 12), 1U);
        EXPECT_EQ(word(image, at + 16), length);
        std::uint32_t sum = 0x12345678;
        for (std::size_t octet = 0; octet < length; ++octet)
            if (octet < 20 || octet > 23) sum += std::uint32_t{image.at(at + octet)} << (8 * (octet % 4));
        EXPECT_EQ(word(image, at + 20), sum) << "kind " << kind;
        found.insert({kind, {at, length}});
    }
    return found;
}

TEST(EepromImage, lists_the_components_of_a_board) {
    const Image image = board_eeprom_image(*find_main_board("espi"), "5c:cf:7f:0b:58:3b");
    const auto found = components(image);
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found.find(0)->second.at, 0U);
    EXPECT_EQ(word(image, 24), 16384U);
    EXPECT_EQ(word(image, 32), 0x20200520U);
    EXPECT_EQ(found.find(4)->second.length, 28U + 17 * 24);
    const std::size_t last_pin = found.find(4)->second.at + 28 + 16 * 24;
    EXPECT_EQ(word(image, last_pin), 16U);
}

TEST(EepromImage, says_which_board_it_is) {
    const Image image = board_eeprom_image(*find_main_board("otbiot"), "5c:cf:7f:0b:58:3b");
    const std::size_t at = components(image).find(1)->second.at;
    EXPECT_EQ(std::string(image.begin() + static_cast<int>(at) + 24, image.begin() + static_cast<int>(at) + 34),
              "OTB-100077");
    EXPECT_EQ(image.at(at + 34), 0);
    EXPECT_EQ(word(image, at + 40), 1U);
    EXPECT_EQ(word(image, at + 44), 5U);
    EXPECT_EQ(word(image, at + 48), 0x3B580BU);  // the chip's id, and a zero
    EXPECT_EQ(word(image, at + 52), 0x0B7FCF5CU);
    EXPECT_EQ(image.at(at + 58), 0x5E);  // the access point's address
    EXPECT_EQ(word(image, at + 80), 1U);
}

TEST(EepromImage, names_the_sockets_that_a_board_has) {
    const Image hat_board = board_eeprom_image(*find_main_board("espi"), "");
    const std::size_t hat = components(hat_board).find(2)->second.at;
    EXPECT_EQ(word(hat_board, hat + 28), 5U);
    EXPECT_EQ(hat_board.at(hat + 40), 0x50);
    const Image mezzanine_board = board_eeprom_image(*find_main_board("otbiot"), "");
    const std::size_t mezzanine = components(mezzanine_board).find(2)->second.at;
    EXPECT_EQ(word(mezzanine_board, mezzanine + 28), 1U);
    EXPECT_EQ(mezzanine_board.at(mezzanine + 40), 0x51);
}

TEST(EepromImage, tells_what_kind_of_mezzanine_is_plugged_on) {
    const Image image = mezzanine_eeprom_image();
    const auto found = components(image);
    ASSERT_EQ(found.size(), 3U);
    const std::size_t at = found.find(5)->second.at;
    EXPECT_EQ(word(image, at + 48), 0x41U);
    EXPECT_EQ(word(image, at + 52), 1U);
    EXPECT_EQ(word(image, found.find(6)->second.at + 28 + 3 * 24), 13U);
}

}  // namespace
}  // namespace otbench::firmware
