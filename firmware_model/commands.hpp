#pragma once

#include <boost/core/span.hpp>

#include "bus/event_sink.hpp"
#include "firmware_model/command_tree.hpp"

namespace otbench::firmware {

class Firmware;
class Response;

/// What a handler has to work with.
struct CommandCall {
    Firmware& firmware;
    const CommandSegments& segments;
    std::size_t first_argument;
    Response& response;
    Cause cause;  ///< the event that recorded the command

    /// Segment `index` after the command's path; empty when there is none.
    [[nodiscard]] std::string_view argument(std::size_t index) const { return segments.text(first_argument + index); }
    /// Puts `text` into the reply and fails.
    bool refuse(std::string_view text);
    /// Puts `text` into the reply and succeeds.
    bool answer(std::string_view text);
};

/// Every command that is modelled, in the order of the firmware's own tree below the chip id.
boost::span<const Command> command_table();

// Handlers, in one file a subject: info_commands.cpp,
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

// system_commands.cpp.
bool trigger_ping(CommandCall& call);
bool trigger_reset(CommandCall& call);

}  // namespace otbench::firmware
