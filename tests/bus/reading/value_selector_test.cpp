#include "bus/reading/value_selector.hpp"

#include <gmock/gmock.h>

namespace otbench::bus {
namespace {

TEST(ValueSelector, a_name_alone_means_the_actual_value) {
    const ValueSelector selector = parse_value_selector("flow-temperature").value();
    EXPECT_EQ(selector.name, "flow-temperature");
    EXPECT_EQ(selector.storage, 0u);
    EXPECT_EQ(selector.function, std::nullopt);
}

TEST(ValueSelector, keys_come_in_any_order_with_blanks_around_them) {
    const ValueSelector selector =
        parse_value_selector(" energy [ function = maximum, storage=12 ,tariff=2,device=1,index=3] ").value();
    EXPECT_EQ(selector.name, "energy");
    EXPECT_EQ(selector.storage, 12u);
    EXPECT_EQ(selector.tariff, 2u);
    EXPECT_EQ(selector.device, 1u);
    EXPECT_EQ(selector.index, 3u);
    EXPECT_EQ(selector.function, Function::maximum);
}

TEST(ValueSelector, requires_every_named_modifier) {
    const ValueSelector selector = parse_value_selector("power[modifier=upper-limit,modifier=phase-L1]").value();
    EXPECT_THAT(selector.modifiers, ::testing::ElementsAre("upper-limit", "phase-L1"));
}

std::string complaint(const char* text) {
    const auto selector = parse_value_selector(text);
    return selector ? std::string{} : selector.error().message;
}

TEST(ValueSelector, says_what_is_wrong) {
    EXPECT_EQ(complaint(""), "invalid selector '' (expected a name, as in energy[storage=1])");
    EXPECT_EQ(complaint("[storage=1]"), "invalid selector '[storage=1]' (expected a name, as in energy[storage=1])");
    EXPECT_EQ(complaint("energy[storage=1"), "']' is missing at the end of 'energy[storage=1'");
    EXPECT_EQ(complaint("energy[]"), "invalid key '' in 'energy[]' (expected key=value)");
    EXPECT_EQ(complaint("energy[storage=x]"), "in 'energy[storage=x]': invalid storage 'x' (expected a whole number)");
    EXPECT_EQ(complaint("energy[storage=-1]"),
              "in 'energy[storage=-1]': invalid storage '-1' (expected a whole number)");
    EXPECT_EQ(
        complaint("energy[place=1]"),
        "in 'energy[place=1]': unknown key 'place' (expected storage, tariff, device, function, modifier or index)");
    EXPECT_EQ(
        complaint("energy[function=big]"),
        "in 'energy[function=big]': invalid function 'big' (expected one of instantaneous, maximum, minimum, error)");
}

}  // namespace
}  // namespace otbench::bus
