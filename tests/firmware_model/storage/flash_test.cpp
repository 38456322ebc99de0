#include "firmware_model/storage/flash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace otbench::firmware {
namespace {

TEST(Flash, is_the_same_after_it_was_saved_and_loaded) {
    DeviceConfig config;
    config.locations = {"home", "", "cellar"};
    config.boot_slot = 1;
    config.supply_calibration = 0x12;
    Flash flash = Flash::of(config);
    flash.reboot_reason = "Config wipe";
    std::stringstream stream;
    flash.save(stream);
    const auto loaded = Flash::load(stream);
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(std::equal(loaded->config.octets().begin(), loaded->config.octets().end(),
                           flash.config.octets().begin(), flash.config.octets().end()));
    EXPECT_EQ(loaded->boot_slot, 1);
    EXPECT_EQ(loaded->supply_calibration, 0x12);
    EXPECT_EQ(loaded->reboot_reason, "Config wipe");
}

TEST(Flash, says_that_a_stream_is_too_short) {
    std::stringstream stream{"not a flash"};
    const auto loaded = Flash::load(stream);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error(), "a device's flash is kept in 1366 bytes, this has 11");
}

TEST(Flash, is_erased_when_it_is_blank) {
    DeviceConfig config;
    config.blank_flash = true;
    const Flash flash = Flash::of(config);
    EXPECT_FALSE(flash.config.has_magic());
    EXPECT_EQ(flash.reboot_reason, std::string(47, '\xff'));
}

}  // namespace
}  // namespace otbench::firmware
