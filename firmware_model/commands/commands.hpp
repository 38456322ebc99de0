#pragma once

#include <boost/core/span.hpp>

#include "base/event_sink.hpp"
#include "firmware_model/commands/command_tree.hpp"
#include "firmware_model/storage/quirks.hpp"

namespace otbench::firmware {

class Firmware;
class Reply;
class StoredConfig;

/// What a handler has to work with.
struct CommandCall {
    Firmware& firmware;
    const CommandSegments& segments;
    std::size_t first_argument;
    Reply& response;
    Cause cause;  ///< the event that recorded the command

    /// Segment `index` after the command's path; empty when there is none.
    [[nodiscard]] std::string_view argument(std::size_t index) const { return segments.text(first_argument + index); }
    /// The segment that the command's path ends with, or the one `back` before it.
    [[nodiscard]] std::string_view level(std::size_t back) const { return segments.text(first_argument - 1 - back); }
    /// True when the device does not have this defect.
    [[nodiscard]] bool fixed(Quirk quirk) const;
    /// Puts `text` into the reply and fails.
    bool refuse(std::string_view text);
    /// Puts `text` into the reply and succeeds.
    bool answer(std::string_view text);
    /// The same with data that the firmware takes for a format.
    bool answer_as_format(std::string_view text);
    /// The same with a stored text.
    bool answer_stored(std::string_view text);
};

/// The configuration in the flash of the device that a command came to.
StoredConfig& stored_config(CommandCall& call);

// What more than one subject replies.
constexpr std::string_view no_value = "No value provided";
constexpr std::string_view not_enabled = "Not enabled";

/// Every command, in the order of the firmware's own tree below the chip id.
boost::span<const Command> command_table();

// Handlers, in one file a subject: config_commands.cpp,
bool get_config_all(CommandCall& call);
bool get_wifi_ssid(CommandCall& call);
bool get_wifi_password(CommandCall& call);
bool get_mqtt_server(CommandCall& call);
bool get_mqtt_port(CommandCall& call);
bool get_mqtt_user(CommandCall& call);
bool get_mqtt_password(CommandCall& call);
bool set_status_led(CommandCall& call);
bool set_keep_ap_active(CommandCall& call);
bool set_location(CommandCall& call);
bool set_wifi_ssid(CommandCall& call);
bool set_wifi_password(CommandCall& call);
bool set_mqtt_server(CommandCall& call);
bool set_mqtt_port(CommandCall& call);
bool set_mqtt_user(CommandCall& call);
bool set_mqtt_password(CommandCall& call);
bool set_boot_slot(CommandCall& call);
bool delete_all_locations(CommandCall& call);
bool delete_location(CommandCall& call);

// gpio_commands.cpp,
bool get_gpio(CommandCall& call);
bool get_gpio_boot_state(CommandCall& call);
bool set_gpio_boot_state(CommandCall& call);
bool trigger_gpio(CommandCall& call);
bool set_led_driver_pin(CommandCall& call);
bool set_led_driver_address(CommandCall& call);
bool store_led_driver(CommandCall& call);
bool trigger_led_driver_init(CommandCall& call);
bool trigger_led_driver_output(CommandCall& call);

// sensor_commands.cpp,
bool get_sensor_count(CommandCall& call);
bool get_sensor_value(CommandCall& call);
bool get_sensor_address(CommandCall& call);
bool set_sensor_name(CommandCall& call);
bool delete_sensor_name(CommandCall& call);
bool delete_all_sensor_names(CommandCall& call);
bool trigger_sensor_refresh(CommandCall& call);

// ads_commands.cpp,
bool get_ads(CommandCall& call);
bool add_ads(CommandCall& call);
bool set_ads_number(CommandCall& call);
bool set_ads_location(CommandCall& call);
bool delete_ads(CommandCall& call);
bool delete_all_ads(CommandCall& call);

// relay_commands.cpp,
bool set_relay_location(CommandCall& call);
bool set_relay_type(CommandCall& call);
bool set_relay_address(CommandCall& call);
bool set_relay_count(CommandCall& call);
bool set_relay_status(CommandCall& call);
bool set_relay_power_on(CommandCall& call);
bool trigger_relay(CommandCall& call);
bool trigger_relay_mezzanine(CommandCall& call);

// nixie_commands.cpp,
bool trigger_nixie_cycle(CommandCall& call);
bool trigger_nixie_clear(CommandCall& call);
bool trigger_nixie_power(CommandCall& call);
bool trigger_nixie_show(CommandCall& call);

// neo_commands.cpp,
bool trigger_neo(CommandCall& call);
bool trigger_neo_message(CommandCall& call);
bool trigger_pixel_pattern(CommandCall& call);

// led_test_commands.cpp,
bool trigger_led_test(CommandCall& call);
bool trigger_led_test_stop(CommandCall& call);

// info_commands.cpp,
bool get_version(CommandCall& call);
bool get_sdk_version(CommandCall& call);
bool get_compile_date(CommandCall& call);
bool get_compile_time(CommandCall& call);
bool get_boot_slot(CommandCall& call);
bool get_rssi(CommandCall& call);
bool get_heap_size(CommandCall& call);
bool get_chip_id(CommandCall& call);
bool get_hardware_info(CommandCall& call);
bool get_supply_voltage(CommandCall& call);
bool get_reboot_reason(CommandCall& call);
bool get_ram_log(CommandCall& call);
bool get_ip_address(CommandCall& call);
bool get_ip_mask(CommandCall& call);
bool get_ip_gateway(CommandCall& call);
bool get_ip_dns1(CommandCall& call);
bool get_ip_dns2(CommandCall& call);
bool get_ip_source(CommandCall& call);
bool get_domain(CommandCall& call);

// serial_settings_commands.cpp,
bool get_serial_enable(CommandCall& call);
bool get_serial_rx(CommandCall& call);
bool get_serial_tx(CommandCall& call);
bool get_serial_baud(CommandCall& call);
bool get_serial_stop_bit(CommandCall& call);
bool get_serial_parity(CommandCall& call);
bool get_serial_mezzanine(CommandCall& call);
bool set_serial_enable(CommandCall& call);
bool set_serial_disable(CommandCall& call);
bool set_serial_rx(CommandCall& call);
bool set_serial_tx(CommandCall& call);
bool set_serial_mezzanine(CommandCall& call);
bool set_serial_baud(CommandCall& call);
bool set_serial_stop_bit(CommandCall& call);
bool set_serial_parity(CommandCall& call);
bool set_serial_commit(CommandCall& call);

// serial_transfer_commands.cpp,
bool trigger_serial_buffer(CommandCall& call);
bool trigger_serial_send(CommandCall& call);

// hat_commands.cpp,
bool get_hat_uuid(CommandCall& call);
bool get_hat_product_id(CommandCall& call);
bool get_hat_product_version(CommandCall& call);
bool get_hat_product(CommandCall& call);
bool get_hat_vendor(CommandCall& call);
bool get_mbus_baud(CommandCall& call);
bool get_mbus_data(CommandCall& call);
bool set_mbus_baud(CommandCall& call);
bool trigger_mbus_on(CommandCall& call);
bool trigger_mbus_off(CommandCall& call);
bool trigger_mbus_scan(CommandCall& call);

// system_commands.cpp.
bool trigger_ping(CommandCall& call);
bool trigger_reset(CommandCall& call);
bool trigger_wipe(CommandCall& call);
bool trigger_assert(CommandCall& call);
bool trigger_update(CommandCall& call);

}  // namespace otbench::firmware
