#include "firmware_model/commands.hpp"

#include <array>

#include "firmware_model/response.hpp"

namespace otbench::firmware {
namespace {

// Spec: firmware, sections 4 and 5. What is not listed is answered like a topic that does not exist.
constexpr auto commands = std::array<Command, 35>{{
    {"get/config/serial/enable", get_serial_enable},
    {"get/config/serial/rx|rx_pin|rxpin", get_serial_rx},
    {"get/config/serial/tx|tx_pin|txpin", get_serial_tx},
    {"get/config/serial/mezz", get_serial_mezzanine},
    {"get/config/serial/baud|baudrate|baud_rate|bit_rate|bitrate|speed", get_serial_baud},
    {"get/config/serial/stopbit|stop_bit", get_serial_stop_bit},
    {"get/config/serial/parity", get_serial_parity},

    {"get/info/version", get_version},
    {"get/info/sdk_version", get_sdk_version},
    {"get/info/compile_date", get_compile_date},
    {"get/info/compile_time", get_compile_time},
    {"get/info/boot_slot", get_boot_slot},
    {"get/info/rssi", get_rssi},
    {"get/info/heap_size", get_heap_size},
    {"get/info/chip_id", get_chip_id},
    {"get/info/hw_info", get_hardware_info},
    {"get/info/vdd33", get_supply_voltage},
    {"get/info/reason/reboot", get_reboot_reason},
    {"get/info/ip/domain|domain_name", get_domain},

    {"set/config/serial/enable", set_serial_enable},
    {"set/config/serial/disable", set_serial_disable},
    {"set/config/serial/rx|rx_pin|rxpin", set_serial_rx},
    {"set/config/serial/tx|tx_pin|txpin", set_serial_tx},
    {"set/config/serial/mezz", set_serial_mezzanine},
    {"set/config/serial/baud|baudrate|baud_rate|bit_rate|bitrate|speed", set_serial_baud},
    {"set/config/serial/stopbit|stop_bit", set_serial_stop_bit},
    {"set/config/serial/parity", set_serial_parity},
    {"set/config/serial/commit", set_serial_commit},

    {"delete/config", nullptr},

    {"trigger/ping", trigger_ping},
    {"trigger/reset|reboot", trigger_reset},
    {"trigger/serial/buffer", trigger_serial_buffer},
    {"trigger/serial/send|transmit|tx", trigger_serial_send},
    {"trigger/ow", nullptr},
    {"trigger/i2c", nullptr},
}};

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

}  // namespace otbench::firmware
