#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "base/octets.hpp"
#include "bus/message/product.hpp"
#include "bus/record/codec_error.hpp"
#include "bus/record/record.hpp"

namespace otbench::bus {

// Control information of commands (EN 13757-3; spec: M-Bus protocol, 7.1).
constexpr std::uint8_t ci_application_reset = 0x50;
constexpr std::uint8_t ci_data_send = 0x51;
constexpr std::uint8_t ci_select_slave = 0x52;
constexpr std::uint8_t ci_synchronise = 0x54;
constexpr std::uint8_t ci_data_send_short_header = 0x5A;  ///< data records behind a header of 4 octets
constexpr std::uint8_t ci_data_send_long_header = 0x5B;   ///< data records behind a header of 12 octets
constexpr std::uint8_t ci_synchronise_delayed = 0x5C;

/// The commands of a master to a slave with SND_UD (EN 13757-3; spec: M-Bus protocol, 7.1).
struct ApplicationReset {
    std::optional<std::uint8_t> subcode;  ///< high nibble: the application, low nibble: its telegram
};

/// Selects slaves by their secondary address. Wild cards: digits F in the id, 0xFFFF, 0xFF.
struct SelectSlave {
    DeviceKey device;
    std::optional<std::uint32_t> fabrication_number;  ///< enhanced selection: eight digits, F is a wild card
};

/// Data records for the slave: a new address, an identification, the time, a choice of records.
struct DataSend {
    OctetView records;  ///< a view of the octets that were parsed or are to be sent

    [[nodiscard]] RecordWalker walk() const { return {records, 0, Dialect::standard}; }
};

struct SetBaudRate {
    std::uint32_t baud = 2400;  ///< one of 300, 600, 1200, 2400, 4800, 9600, 19200, 38400
};

/// The slave immediately executes an action that was scheduled for later.
struct SynchroniseAction {};

using Command = std::variant<ApplicationReset, SelectSlave, DataSend, SetBaudRate, SynchroniseAction>;

/// The command in the user data of a SND_UD, an error for a control information that is none.
/// A selection may come in either byte order; octets that are missing are wild cards; a record behind it other than a
/// fabrication number is an error.
[[nodiscard]] Decoded<Command> parse_command(std::uint8_t ci, OctetView user_data);

/// Control information and user data of a command in the usual byte order.
struct EncodedCommand {
    std::uint8_t ci = 0;
    OctetBuffer data;
};
/// An error for a baud rate without a command.
[[nodiscard]] Checked<EncodedCommand> encode_command(const Command& command);

}  // namespace otbench::bus
