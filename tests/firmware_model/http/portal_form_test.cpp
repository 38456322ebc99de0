#include "firmware_model/http/portal_form.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/http/stored_difference.hpp"

namespace otbench::firmware {
namespace {

namespace layout = config_layout;

TEST(PortalForm, stores_each_field_where_it_belongs_and_moves_nothing_else) {
    struct Case {
        std::string body;
        ConfigField field;
        std::string stored;  ///< the bytes of the field without the NULs behind them
    };
    const std::vector<Case> cases = {
        {"ssid=home+net", layout::ssid, "home net"},
        {"password=s%26cret", layout::password, "s&cret"},
        {"mqtt_svr=broker", layout::mqtt_server, "broker"},
        {"mqtt_port=8883", layout::mqtt_port, "\xB3\x22"},
        {"mqtt_user=bob", layout::mqtt_user, "bob"},
        {"mqtt_pass=word", layout::mqtt_password, "word"},
        {"enable_ap=yes", layout::keep_ap_active, "\x01"},
        {"http_svr=enabled", layout::mqtt_httpd, "\x01"},
        {"domain_name=example.org", layout::domain, "example.org"},
        {"ip_config=manual", layout::manual_address, "\x01"},
        {"ip_addr=192.168.7.9", layout::ip_address, "\xC0\xA8\x07\x09"},
        {"subnet=255.255.254.1", layout::ip_mask, "\xFF\xFF\xFE\x01"},
        {"gateway=10.1.2.3", layout::ip_gateway, "\x0A\x01\x02\x03"},
        {"dns1=9.8.7.6", layout::ip_dns1, "\x09\x08\x07\x06"},
        {"dns2=5.4.3.2", layout::ip_dns2, "\x05\x04\x03\x02"},
    };
    for (const Case& each : cases) {
        StoredConfig config = StoredConfig::defaults();
        EXPECT_TRUE(apply_portal_form(config, each.body)) << each.body;
        EXPECT_TRUE(config.has_valid_checksum());
        const auto difference = stored_difference(StoredConfig::defaults(), config);
        EXPECT_EQ(difference.text(each.field), each.stored) << each.body;
        EXPECT_TRUE(difference.only_in(each.field)) << each.body;
    }
}

TEST(PortalForm, ignores_what_it_does_not_know_and_what_is_out_of_range) {
    for (const std::string_view body :
         {"", "=", "&&&", "ssid", "colour=red", "mqtt_port=65536", "mqtt_port=x", "mqtt_port=", "enable_ap=maybe",
          "ip_addr=1.2.3", "ip_addr=1.2.3.256", "ip_config=", "%zz=%", "mqtt_port=1883", "enable_ap=no"}) {
        StoredConfig config = StoredConfig::defaults();
        EXPECT_FALSE(apply_portal_form(config, body)) << body;
        EXPECT_TRUE(stored_difference(StoredConfig::defaults(), config).empty()) << body;
    }
}

TEST(PortalForm, cuts_a_text_so_that_it_ends_within_its_field) {
    StoredConfig config = StoredConfig::defaults();
    EXPECT_TRUE(apply_portal_form(config, "mqtt_svr=" + std::string(100, 's') + "&ssid=" + std::string(100, 'n')));
    EXPECT_EQ(config.text(layout::mqtt_server), std::string(31, 's'));
    EXPECT_EQ(config.text(layout::ssid), std::string(32, 'n'));
    EXPECT_EQ(config.number(layout::mqtt_port), 1883U);
}

TEST(PortalForm, shows_what_is_stored_without_letting_it_break_out_of_the_page) {
    StoredConfig config = StoredConfig::defaults();
    config.set_terminated_text(layout::ssid, "\"><script>&");
    config.set_number(layout::ip_address, 0x0907A8C0);
    const std::string page = portal_page(config);
    EXPECT_NE(page.find("name=\"ssid\" value=\"&quot;&gt;&lt;script&gt;&amp;\""), std::string::npos) << page;
    EXPECT_NE(page.find("name=\"ip_addr\" value=\"192.168.7.9\""), std::string::npos) << page;
    EXPECT_NE(page.find("name=\"http_svr\" value=\"disabled\""), std::string::npos) << page;
}

}  // namespace
}  // namespace otbench::firmware
