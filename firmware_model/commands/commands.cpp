#include "firmware_model/commands/commands.hpp"

#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/network/reply.hpp"

namespace otbench::firmware {
namespace {

constexpr std::string_view unsaved = "failed_to_store_new_config";

// Spec: firmware, sections 4 and 5. What is not listed is answered like a topic that does not exist.
constexpr Command commands[] = {
    {"get/sensor/temp/ds18b20/num", get_sensor_count, "", "ok:<number>", ""},
    {"get/sensor/temp/ds18b20/value", get_sensor_value, "[<index>]", "ok:<temperature>", "invalid_index"},
    {"get/sensor/temp/ds18b20/addr", get_sensor_address, "[<index>]", "ok:28-<12 hex digits>", "invalid_index"},
    {"get/sensor/adc/ads/ads", get_ads, "", "", "not_implemented"},

    {"get/config/all", get_config_all, "", "", "end"},
    {"get/config/gpio/<pin>", get_gpio_boot_state, "", "", "0, 1"},
    {"get/config/serial/enable", get_serial_enable, "", "ok:yes|no", ""},
    {"get/config/serial/rx|rx_pin|rxpin", get_serial_rx, "", "ok:<pin>", ""},
    {"get/config/serial/tx|tx_pin|txpin", get_serial_tx, "", "ok:<pin>", ""},
    {"get/config/serial/mezz", get_serial_mezzanine, "[uart]", "ok:not_present|on|off|0|1", ""},
    {"get/config/serial/baud|baudrate|baud_rate|bit_rate|bitrate|speed", get_serial_baud, "", "ok:<baud>", ""},
    {"get/config/serial/stopbit|stop_bit", get_serial_stop_bit, "", "ok:0|1|2", ""},
    {"get/config/serial/parity", get_serial_parity, "", "ok:none|even|odd", ""},
    {"get/config/wifi/ssid", get_wifi_ssid, "", "ok[:<ssid>]", ""},
    {"get/config/wifi/pass|password", get_wifi_password, "", "ok[:<password>]", ""},
    {"get/config/mqtt/svr|server", get_mqtt_server, "", "ok[:<server>]", ""},
    {"get/config/mqtt/port", get_mqtt_port, "", "ok:<port>", ""},
    {"get/config/mqtt/user|username", get_mqtt_user, "", "ok[:<user>]", ""},
    {"get/config/mqtt/pass|password", get_mqtt_password, "", "ok[:<password>]", ""},

    {"get/hat/uuid", get_hat_uuid, "", "ok:<8-4-4-4-12 hex digits>", "no_hat_installed"},
    {"get/hat/pid", get_hat_product_id, "", "ok:0x<4 hex digits>", "no_hat_installed"},
    {"get/hat/pver", get_hat_product_version, "", "ok:0x<4 hex digits>", "no_hat_installed"},
    {"get/hat/product", get_hat_product, "", "ok:<name>", "no_hat_installed"},
    {"get/hat/vendor", get_hat_vendor, "", "ok:<name>", "no_hat_installed"},
    {"get/mbus/data", get_mbus_data, "<address>", "ok:sent_message",
     "not_enabled, scan_in_progress, no_address, invalid_address"},
    {"get/mbus/baud|baudrate|baud_rate|bit_rate|bitrate|speed", get_mbus_baud, "", "ok:<baud>", "hat_not_installed"},

    {"get/gpio", get_gpio, "[<anything>]", "", "0"},

    {"get/info/version", get_version, "", "ok:otb-iot.<version>.build_<n>.<date>.<time>", ""},
    {"get/info/sdk_version", get_sdk_version, "", "ok:<digits>", ""},
    {"get/info/compile_date", get_compile_date, "", "ok:<mon>_<dd>_<yyyy>", ""},
    {"get/info/compile_time", get_compile_time, "", "ok:<hh>_<mm>_<ss>", ""},
    {"get/info/boot_slot", get_boot_slot, "", "ok:<slot>", ""},
    {"get/info/rssi", get_rssi, "", "ok:<dBm>", ""},
    {"get/info/heap_size", get_heap_size, "", "ok:<octets>", ""},
    {"get/info/chip_id", get_chip_id, "", "ok:<chip id>", ""},
    {"get/info/hw_info", get_hardware_info, "", "ok:<code>.<subcode>", ""},
    {"get/info/vdd33", get_supply_voltage, "", "ok:0x<4 hex digits>/<volts>v", ""},
    {"get/info/reason/reboot", get_reboot_reason, "", "ok:<reason>", ""},
    {"get/info/logs/ram", get_ram_log, "<index>", "ok:<log line>", "invalid_index"},
    {"get/info/ip/addr|ip", get_ip_address, "", "ok:<address>", ""},
    {"get/info/ip/mask|netmask", get_ip_mask, "", "ok:<address>", ""},
    {"get/info/ip/gw|gateway", get_ip_gateway, "", "ok:<address>", ""},
    {"get/info/ip/dns1", get_ip_dns1, "", "ok:<address>", ""},
    {"get/info/ip/dns2", get_ip_dns2, "", "ok:<address>", ""},
    {"get/info/ip/dhcp|manual", get_ip_source, "", "ok:dhcp|manual", ""},
    {"get/info/ip/domain|domain_name", get_domain, "", "ok[:<domain>]", ""},

    {"set/config/status_led/on|normal|off|warn", set_status_led, "", "ok:amended_to_<n>|no_change", "internal_error"},
    {"set/config/keep_ap_active/yes|true|no|false", set_keep_ap_active, "", "ok", ""},
    {"set/config/loc/1|2|3", set_location, "[<text>]", "ok", "location_string_too_long, internal_error"},
    {"set/config/ds18b20/<sensor>", set_sensor_name, "[<name>]", "ok", "no_free_slots, failed_to_store_new_config"},
    {"set/config/ads/<ads>/add", add_ads, "", "ok", "no_free_slots, failed_to_store_new_config"},
    {"set/config/ads/<ads>/mux|rate|gain|cont|rms|period|samples", set_ads_number, "[<bits>]", "ok",
     "invalid_value, unconfigured_ads, failed_to_store_new_config"},
    {"set/config/ads/<ads>/loc", set_ads_location, "[<text>]", "ok", "unconfigured_ads, failed_to_store_new_config"},
    {"set/config/gpio/<pin>", set_gpio_boot_state, "0|1", "ok", "invalid_value_provided, failed_to_store_new_config"},
    {"set/config/gpio/pca/sda|scl/<pin>", set_led_driver_pin, "", "ok", ""},
    {"set/config/gpio/pca/addr", set_led_driver_address, "<40 to 7f>", "ok", "invalid_pca_address"},
    {"set/config/gpio/pca/store_conf", store_led_driver, "", "", "unimplemented"},
    {"set/config/relay/<relay>/loc", set_relay_location, "<text>", "ok", "location_string_too_long"},
    {"set/config/relay/<relay>/type", set_relay_type, "otb", "ok", "unsupported_relay_type"},
    {"set/config/relay/<relay>/addr", set_relay_address, "<bits>", "ok",
     "set_relay_type_before_setting_address, invalid_otb-relay_address_<bits>, "
     "invalid_otb-relay_address_<bits>_(should_be_000-111)"},
    {"set/config/relay/<relay>/num", set_relay_count, "<number>", "ok",
     "invalid_number_of_relays_<number>, invalid_number_of_relays_<number>_(1-8)_for_otb-relay"},
    {"set/config/relay/<relay>/status", set_relay_status, "", "", "status_invalid_for_otb-relay"},
    {"set/config/relay/<relay>/pwr_on", set_relay_power_on, "current", "ok",
     "unsupported_value_-_only_current_supported"},
    {"set/config/serial/enable", set_serial_enable, "[yes|true|no|false]", "ok",
     "cannot_enable_until_rx_and_tx_pins_set, already_enabled, already_disabled, failed_to_enable_mezz, "
     "invalid_command._<argument>"},
    {"set/config/serial/disable", set_serial_disable, "", "ok", "already_disabled"},
    {"set/config/serial/rx|rx_pin|rxpin", set_serial_rx, "<pin>", "ok",
     "no_value_provided, can't_change_pin/mezz_when_enabled, invalid_pin_value, "
     "pin_value_clashes_with_other_serial_pin"},
    {"set/config/serial/tx|tx_pin|txpin", set_serial_tx, "<pin>", "ok",
     "no_value_provided, can't_change_pin/mezz_when_enabled, invalid_pin_value, "
     "pin_value_clashes_with_other_serial_pin"},
    {"set/config/serial/mezz", set_serial_mezzanine, "on|true|yes|off|false|no, uart/0|1", "ok",
     "no_value_provided, can't_change_pin/mezz_when_enabled, no_mezz_connected, invalid_uart_num, "
     "invalid_mezz_value"},
    {"set/config/serial/baud|baudrate|baud_rate|bit_rate|bitrate|speed", set_serial_baud, "<baud>", "ok",
     "can't_change_baudrate_when_enabled, no_value_provided, invalid_baudrate"},
    {"set/config/serial/stopbit|stop_bit", set_serial_stop_bit, "0|1|2", "ok",
     "can't_change_stopbit_when_enabled, no_value_provided, invalid_stopbit_value_provided, "
     "invalid_stopbit_value_(min._0,_max.2"},
    {"set/config/serial/parity", set_serial_parity, "none|even|odd", "ok",
     "can't_change_parity_when_enabled, no_value_provided, invalid_parity"},
    {"set/config/serial/commit", set_serial_commit, "", "", "not_implemented"},
    {"set/config/wifi/ssid", set_wifi_ssid, "<text>", "ok", "no_value_provided, unchanged"},
    {"set/config/wifi/pass|password", set_wifi_password, "<text>", "ok", "no_value_provided, unchanged"},
    {"set/config/mqtt/svr|server", set_mqtt_server, "<text>", "ok", "no_value_provided, unchanged"},
    {"set/config/mqtt/port", set_mqtt_port, "<port>", "ok", "no_value_provided, unchanged"},
    {"set/config/mqtt/user|username", set_mqtt_user, "[<text>]", "ok", "unchanged"},
    {"set/config/mqtt/pass|password", set_mqtt_password, "[<text>]", "ok", "unchanged"},
    {"set/boot_slot", set_boot_slot, "[0|1]", "ok:ok", "invalid_slot_number, failed_to_set_slot"},

    {"set/mbus/baud|baudrate|baud_rate|bit_rate|bitrate|speed", set_mbus_baud, "<baud>", "ok",
     "hat_not_installed, can't_change_baudrate_when_enabled, no_value_provided, invalid_baudrate"},

    {"delete/config/loc/all", delete_all_locations, "", "ok", "internal_error/failed_on_loc_<n>,_aborting"},
    {"delete/config/loc/1|2|3", delete_location, "", "ok", "internal_error"},
    {"delete/config/ds18b20/all", delete_all_sensor_names, "", "ok", unsaved},
    {"delete/config/ds18b20/<configured sensor>", delete_sensor_name, "", "ok", unsaved},
    {"delete/config/ads/all", delete_all_ads, "", "ok", unsaved},
    {"delete/config/ads/<configured ads>", delete_ads, "", "ok", unsaved},

    {"trigger/ping", trigger_ping, "", "ok:pong", ""},
    {"trigger/reset|reboot", trigger_reset, "", "ok:ok", ""},
    {"trigger/wipe", trigger_wipe, "", "ok", unsaved},
    {"trigger/assert", trigger_assert, "", "ok", ""},
    {"trigger/update|upgrade", trigger_update, "<address>/<port>/<path>", "ok:ok",
     "update_already_in_progress, invalid_arguments, path_too_long, internal_error"},
    {"trigger/ow", nullptr, "", "", ""},
    {"trigger/i2c", nullptr, "", "", ""},
    {"trigger/test/led/once|go", trigger_led_test, "gpio<n>|status", "ok",
     "invalid_led_type, reserved_pin, test_already_in_progress"},
    {"trigger/test/led/stop", trigger_led_test_stop, "gpio<n>|status", "ok", "invalid_led_type, reserved_pin"},
    {"trigger/gpio/<pin>", trigger_gpio, "0|1", "ok", "invalid_value_provided"},
    {"trigger/gpio/pca/init", trigger_led_driver_init, "", "ok", "sda_or_scl_unset, failed_to_init_pca9685"},
    {"trigger/gpio/pca/<output>", trigger_led_driver_output, "0|1", "ok",
     "not_inited, invalid_val_provided, error_setting_pin_<output>_to_<value>"},
    {"trigger/relay/mezz", trigger_relay_mezzanine, "0/0|1", "ok",
     "no_relay_mezz_installed, invalid_relay_selected_(only_0_supported), invalid_state_(only_0_and_1_supported)"},
    {"trigger/relay/<relay>", trigger_relay, "<anything>", "", "not_yet_connected_to_relay._<id>"},
    {"trigger/serial/buffer", trigger_serial_buffer, "dump[/all|/<count>], clear, empty", "ok[:<octets>][/xx]",
     "not_enabled, invalid_buffer_command, invalid_number_of_bytes_(max_25)"},
    {"trigger/serial/send|transmit|tx", trigger_serial_send, "<hex>", "ok",
     "nothing_to_transmit, not_enabled, invalid_hex_data, failed_to_send_byte"},
    {"trigger/nixie/init|cycle", trigger_nixie_cycle, "", "ok", "depoisoning"},
    {"trigger/nixie/clear", trigger_nixie_clear, "", "ok", ""},
    {"trigger/nixie/power/on|off", trigger_nixie_power, "", "ok", ""},
    {"trigger/nixie/show", trigger_nixie_show, "<digits, _ and dots>", "ok", ""},
    {"trigger/sf", trigger_pixel_pattern, "", "ok", ""},
    {"trigger/neo/off|solid|rainbow|bounce|round|rotate|rotateb|bouncer|rounder", trigger_neo,
     "<pixels>[/<colour>[/<colour>[/<speed>[/<colour>]]]]", "ok",
     "num_must_be_1-256, colour_out_of_range_000000-ffffff, no_first_colour_provided, "
     "speed_out_of_range_<min>-10000_ms, missing_commands, final_colour_nots_provided, "
     "rainbow_requires_at_least_2_pixels, not_enough_commands"},
    {"trigger/neo/message", trigger_neo_message, "8x8/<background>/<colour>/<speed>/<text>", "ok",
     "only_8x8_display_supported._<x>, max_msg_length._63, not_enough_memory, colour_out_of_range_000000-ffffff, "
     "invalid_char_<c>_<i>_in_message_-_only_a-z_and_underscore_(space)_supported"},
    {"trigger/mbus/on", trigger_mbus_on, "", "ok", "hat_not_installed, already_enabled"},
    {"trigger/mbus/off", trigger_mbus_off, "", "ok", "not_enabled, scan_in_progress"},
    {"trigger/mbus/scan", trigger_mbus_scan, "[<first>[/<last>]]", "ok",
     "not_enabled, scan_in_progress, invalid_address_<first>"},
    {"trigger/sensor/temp/ds18b20/refresh", trigger_sensor_refresh, "", "ok:<number>", ""},
};

}  // namespace

boost::span<const Command> command_table() {
    return commands;
}

bool CommandCall::refuse(std::string_view text) {
    response.append(text);
    return false;
}

bool CommandCall::answer(std::string_view text) {
    response.append(text);
    return true;
}

bool CommandCall::answer_as_format(std::string_view text) {
    response.append_as_format(text);
    return true;
}

bool CommandCall::answer_stored(std::string_view text) {
    response.append_stored(text);
    return true;
}

bool CommandCall::fixed(Quirk quirk) const {
    return firmware.fixed(quirk);
}

StoredConfig& stored_config(CommandCall& call) {
    return call.firmware.board().flash.config;
}

}  // namespace otbench::firmware
