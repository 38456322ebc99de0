#include "firmware_model/network/reply.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

TEST(Reply, joins_texts_by_slashes) {
    const FirmwareOptions options;
    Reply response{options};
    response.append("");
    EXPECT_EQ(response.text(), "");
    response.append("a");
    response.append("b");
    EXPECT_EQ(response.text(), "a/b");
}

TEST(Reply, keeps_the_causes_of_its_texts_until_it_is_cleared) {
    const FirmwareOptions options;
    Reply response{options};
    response.append_from("68", Cause{4});
    response.append_from("16", Cause{5});
    EXPECT_EQ(response.sources(), (std::vector{Cause{4}, Cause{5}}));
    response.clear();
    EXPECT_EQ(response.text(), "");
    EXPECT_TRUE(response.sources().empty());
}

TEST(Reply, never_holds_more_than_its_buffer) {
    const FirmwareOptions options;
    Reply response{options};
    for (int i = 0; i < 10; ++i) response.append(std::string(60, 'x'));
    EXPECT_EQ(response.text().size(), 254U);
}

TEST(Reply, is_overfull_when_the_firmware_believes_to_have_stored_more_than_fits) {
    FirmwareOptions options;
    Reply exact{options};
    exact.append(std::string(255, 'x'));
    EXPECT_FALSE(exact.is_overfull());
    Reply longer{options};
    longer.append(std::string(256, 'x'));
    EXPECT_TRUE(longer.is_overfull());
    EXPECT_EQ(longer.text().size(), 254U);

    options.print_result = FirmwareOptions::PrintResult::stored_length;
    Reply counted{options};
    counted.append(std::string(256, 'x'));
    EXPECT_FALSE(counted.is_overfull());
}

}  // namespace
}  // namespace otbench::firmware
