#pragma once

#include <bitset>
#include <boost/core/span.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace otbench::firmware {

/// A known defect of the firmware. Its value is the number `Qn` that it has in all documents of the bench.
enum class Quirk : std::uint8_t {
    subscribes_with_qos_0 = 1,
    location_topic_refused,
    will_topic_malformed,
    connack_unchecked,
    rest_of_segment_lost,
    long_message_overread,
    unbounded_status_format,
    percent_is_format,
    case_sensitive_commands,
    incomplete_command_ok,
    stored_level_as_error,
    live_level_unreadable,
    stored_text_changed,
    dump_ends_in_error,
    queue_overflows,
    location_of_32,
    unchanged_level_error,
    boot_slot_word,
    reply_on_new_topic,
    boot_states_on_used_pins,
    wifi_restarts_everything,
    portal_stays_closed,
    obeys_retained,
    boot_message_on_reconnect,
    broken_connection_unnoticed,
    reset_without_reply,
    text_after_colon_ignored,
    reply_without_command,
    level_of_8_bits,
    frame_settings_ignored,
    idle_mezzanine_blocks_softuart,
    receives_while_disabled,
    unusable_serial_pins,
    any_baud,
    odd_digit_dropped,
    next_segment_checked,
    error_after_enable,
    old_rx_pin_listens,
    clock_wrap,
    wrong_pin_served,
    overflow_unreported,
    second_uart_unreachable,
    clear_leaves_fifo,
    one_stop_bit_is_two,
    disable_leaves_locked,
    mezzanine_ring_wraps,
    single_digit_ok,
    transmission_locks,
    outputs_take_serial_pins,
    ads_counted_twice,
    ads_numbers_binary,
    ads_written_unasked,
    sensors_half_deleted,
    sensor_gap,
    relay_without_entry,
    nixie_text_length,
    failed_update_blocks,
    sensor_slots_full,
    supply_voltage_first_use,
    device_id_overrun,
    sensor_blocks,
    short_address,
    long_ssid,
    broker_port_word,
    led_driver_output_word,
    long_log_line,
    unterminated_credentials,
    long_segment_lost,
    lost_broker_never_resets,
    scan_address_error,
    logs_on_bus,
    query_without_pause,
    frame_ends_at_zero,
    line_ends_in_frame,
    percent_in_frame,
    scan_answer_stays,
    hat_overflow_unreported,
    late_scan_answer,
    unpowered_hat_ok,
    script_checksum,
    script_topics,
    script_any_reply,
    nameless_sensor,
    empty_payload_crash,
    update_unchecked,
    relay_count_unchecked,
    display_prefix,
    relay_location_overrun,
    pin_minus_one,
    uninitialised_variables,
};

/// The description of a defect.
struct QuirkEntry {
    Quirk quirk;
    std::string_view area;     ///< the part of the firmware it is in: messages, network, config, serial, ...
    std::string_view trigger;  ///< what brings it about
    std::string_view effect;   ///< what the device then does
    std::string_view fixed;    ///< what it does with the defect corrected; empty: nothing to switch
    std::string_view shows;    ///< where a user notices it; without a switch: the reason for that

    [[nodiscard]] int number() const { return static_cast<int>(quirk); }
    [[nodiscard]] bool is_switchable() const { return !fixed.empty(); }
};

/// Every known defect in the order of its number.
boost::span<const QuirkEntry> quirks();

/// The defects that a device does not have. By default it has all of them, as the real one does.
class QuirkFixes {
public:
    static constexpr int highest = static_cast<int>(Quirk::uninitialised_variables);

    /// Reads what a user writes: `Q14,Q31` in any case, `all`, or nothing. The error is a sentence that names what is
    /// not a number of a defect, or has no switch.
    static boost::system::result<QuirkFixes, std::string> parse(std::string_view list);

    void fix(Quirk quirk) { fixed_.set(static_cast<std::size_t>(quirk)); }
    /// True when the defect is corrected.
    [[nodiscard]] bool operator[](Quirk quirk) const { return fixed_.test(static_cast<std::size_t>(quirk)); }
    [[nodiscard]] bool none() const { return fixed_.none(); }
    /// As `parse` reads it.
    [[nodiscard]] std::string text() const;

private:
    std::bitset<highest + 1> fixed_;
};

}  // namespace otbench::firmware
