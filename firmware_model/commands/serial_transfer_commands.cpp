#include <fmt/core.h>

#include <vector>

#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/network/log.hpp"
#include "firmware_model/network/messenger.hpp"
#include "firmware_model/network/reply.hpp"
#include "firmware_model/serial/serial.hpp"
#include "firmware_model/storage/text_values.hpp"

// What goes through the serial port (spec: firmware, sections 5.4 and 5.5).

namespace otbench::firmware {
namespace {

constexpr int octets_per_message = 25;

/// Appends the oldest received octet to the reply, or `xx` when there is none.
bool append_received(CommandCall& call) {
    const auto received = call.firmware.serial().read();
    if (received) {
        call.response.append_from(fmt::format("{:02x}", received->octet), received->source);
    } else {
        call.response.append("xx");
    }
    return received.has_value();
}

bool dump_all(CommandCall& call) {
    call.firmware.serial().fetch();
    for (int count = 0;; ++count) {
        if (count == octets_per_message && call.firmware.serial().has_received()) {
            call.firmware.messenger().reply(true, call.response, call.cause);
            call.response.clear();
            count = 0;
        }
        if (!append_received(call)) return true;
    }
}

bool dump(CommandCall& call) {
    if (call.fixed(Quirk::overflow_unreported) && call.firmware.serial().uart.received().clear_overflow()) {
        call.firmware.log().error("SERIAL", "Receive buffer overflow", call.cause);
    }
    const auto limit = call.argument(1);
    if (limit.empty() || call.firmware.matches_keyword(limit, "all")) return dump_all(call);
    const int count = to_number(limit);
    if (count < 1 || count > octets_per_message) {
        return call.refuse(fmt::format("Invalid number of bytes (max {})", octets_per_message));
    }
    call.firmware.serial().fetch();
    for (int i = 0; i < count && append_received(call); ++i) {
    }
    return true;
}

/// The firmware's check of the digits in the first argument. It checks twice as many characters and so runs into the
/// segment that follows in memory (quirk Q36); a pair with a NUL in it passes, that of an odd last digit too (quirk
/// Q35).
bool is_sendable(const CommandCall& call) {
    const std::size_t length = call.argument(0).size();
    if (length == 1 && call.fixed(Quirk::single_digit_ok)) return false;
    if (length > 1 && length % 2 != 0 && call.fixed(Quirk::odd_digit_dropped)) return false;
    const std::size_t pairs = call.fixed(Quirk::next_segment_checked) ? (length + 1) / 2 : length;
    for (std::size_t k = 0; k < pairs; ++k) {
        const char high = call.segments.octet(call.first_argument, 2 * k);
        const char low = call.segments.octet(call.first_argument, 2 * k + 1);
        if (high != '\0' && low != '\0' && !(is_hex_digit(high) && is_hex_digit(low))) return false;
    }
    return true;
}

}  // namespace

bool trigger_serial_buffer(CommandCall& call) {
    if (!call.firmware.serial().enabled) return call.refuse(not_enabled);
    const auto command = call.argument(0);
    if (call.firmware.matches_keyword(command, "dump")) return dump(call);
    if (call.firmware.matches_keyword(command, "clear") || call.firmware.matches_keyword(command, "empty")) {
        if (call.fixed(Quirk::clear_leaves_fifo)) call.firmware.serial().fetch();
        call.firmware.serial().clear_received();
        return true;
    }
    return call.refuse("Invalid buffer command");
}

bool trigger_serial_send(CommandCall& call) {
    const auto digits = call.argument(0);
    if (digits.empty()) return call.refuse("Nothing to transmit");
    if (!call.firmware.serial().enabled) return call.refuse(not_enabled);
    if (!is_sendable(call)) return call.refuse("Invalid hex data");
    std::vector<std::uint8_t> octets;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        octets.push_back(static_cast<std::uint8_t>(hex_value(digits[i]) << 4 | hex_value(digits[i + 1])));
    }
    return call.firmware.serial().send(octets, call.cause) || call.refuse("Failed to send byte");
}

}  // namespace otbench::firmware
