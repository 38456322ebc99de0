// Telegrams that depend on how full a meter's log is, and that carry their number.
#include <gmock/gmock.h>

#include "bus/reading/reading.hpp"
#include "meters/profile/profile_index.hpp"
#include "meters/profile/readout.hpp"

namespace otbench::meters {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LogTest : public testing::Test {
protected:
    /// The values of each telegram, and "more" where it announces another one.
    std::vector<std::string> telegrams() {
        std::vector<std::string> all;
        for (std::size_t i = 0; i < readout.size(0); ++i) {
            const auto data = readout.telegram(0, i, 7);
            const auto reading = bus::Reading::decode(data.data).value();
            std::string text;
            for (const auto& value : reading.values) text += value.selector() + " " + value.text() + ", ";
            EXPECT_EQ(reading.more_follow, data.more_follows);
            all.push_back(text + (data.more_follows ? "more" : "end"));
        }
        return all;
    }

    Readout readout{*load_profile(OTBENCH_SOURCE_DIR "/meters/profiles/log-meter.yaml")};
};

TEST_F(LogTest, ends_in_a_partial_telegram) {
    EXPECT_THAT(telegrams(),
                ElementsAre("dimensionless 1, volume 60.000 m3, volume[storage=1] 50.000 m3, "
                            "volume[storage=2] 40.000 m3, more",
                            "dimensionless 2, volume[storage=3] 30.000 m3, volume[storage=4] 20.000 m3, more",
                            "dimensionless 3, volume[storage=5] 10.000 m3, end"));
}

TEST_F(LogTest, lacks_the_telegrams_of_entries_that_do_not_exist) {
    readout.set_filling(1);
    EXPECT_THAT(telegrams(), ElementsAre("dimensionless 1, volume 60.000 m3, volume[storage=1] 50.000 m3, end"));
    readout.set_filling(0);
    EXPECT_THAT(telegrams(), ElementsAre("dimensionless 1, volume 60.000 m3, end"));
    readout.set_filling(6);
    EXPECT_THAT(telegrams().back(), HasSubstr("volume[storage=6]"));
}

TEST_F(LogTest, shows_another_number_of_the_telegram_once_that_is_set) {
    EXPECT_EQ(readout.value("page").value(), "page");
    ASSERT_TRUE(readout.set_value("page", "coded 9"));
    for (const std::string& telegram : telegrams()) EXPECT_THAT(telegram, HasSubstr("dimensionless 9"));
}

}  // namespace
}  // namespace otbench::meters
