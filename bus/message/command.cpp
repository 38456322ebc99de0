#include "bus/message/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bus/message/byte_order.hpp"

namespace otbench::bus {
namespace {

// EN 13757-3; spec: M-Bus protocol, 7.1.
constexpr std::uint8_t ci_first_baud_rate = 0xB8;
constexpr std::array<std::uint32_t, 8> baud_rates = {300, 600, 1200, 2400, 4800, 9600, 19200, 38400};

constexpr std::size_t secondary_address_size = 8;
constexpr std::size_t short_header_size = 4;  // EN 13757-3; spec: M-Bus protocol, 7.2
constexpr std::size_t long_header_size = 12;
constexpr std::array<std::uint8_t, 2> fabrication_number_record = {0x0C, 0x78};  // DIF: 8 digit BCD; VIF
constexpr std::uint8_t wild_card = 0xFF;

std::uint32_t number(OctetView octets, bool high_first) {
    std::array<std::uint8_t, 4> ordered{};
    std::copy(octets.begin(), octets.end(), ordered.begin());
    if (high_first) std::reverse(ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(octets.size()));
    return static_cast<std::uint32_t>(little_endian({ordered.data(), octets.size()}));
}

Decoded<Command> parse_selection(OctetView data, bool high_first) {
    std::array<std::uint8_t, secondary_address_size> address;
    address.fill(wild_card);
    std::copy_n(data.begin(), std::min(data.size(), address.size()), address.begin());
    const OctetView octets{address};
    SelectSlave select{{number(octets.first(4), high_first),
                        static_cast<std::uint16_t>(number(octets.subspan(4, 2), high_first)), address[6], address[7]},
                       std::nullopt};
    if (data.size() <= address.size()) return Command{select};
    const OctetView record = data.subspan(address.size());
    const std::size_t intro = fabrication_number_record.size();
    const bool known = record.size() >= intro &&
                       std::equal(fabrication_number_record.begin(), fabrication_number_record.end(), record.begin());
    if (!known || record.size() != intro + 4)
        return CodecError{CodecErrc::unknown_selection, address.size(), record[0]};
    select.fabrication_number = number(record.subspan(intro), high_first);
    return Command{select};
}

Decoded<Command> parse_data_send(OctetView data, std::size_t header_size) {
    if (data.size() < header_size) return CodecError{CodecErrc::header_too_short, data.size(), 0};
    return Command{DataSend{data.subspan(header_size)}};
}

void put(std::uint32_t number, std::size_t size, OctetBuffer& octets) {
    for (std::size_t i = 0; i < size; ++i) octets.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

struct CommandEncoder {
    Checked<EncodedCommand> operator()(const ApplicationReset& reset) const {
        EncodedCommand encoded{ci_application_reset, {}};
        if (reset.subcode) encoded.data.push_back(*reset.subcode);
        return encoded;
    }
    Checked<EncodedCommand> operator()(const SelectSlave& select) const {
        EncodedCommand encoded{ci_select_slave, {}};
        put(select.device.id, 4, encoded.data);
        put(select.device.manufacturer, 2, encoded.data);
        encoded.data.insert(encoded.data.end(), {select.device.version, select.device.medium});
        if (!select.fabrication_number) return encoded;
        encoded.data.insert(encoded.data.end(), fabrication_number_record.begin(), fabrication_number_record.end());
        put(*select.fabrication_number, 4, encoded.data);
        return encoded;
    }
    Checked<EncodedCommand> operator()(const DataSend& send) const {
        return EncodedCommand{ci_data_send, OctetBuffer(send.records.begin(), send.records.end())};
    }
    Checked<EncodedCommand> operator()(const SetBaudRate& set) const {
        const auto rate = std::find(baud_rates.begin(), baud_rates.end(), set.baud);
        if (rate == baud_rates.end())
            return InputError{
                fmt::format("invalid speed {} baud (expected one of {})", set.baud, fmt::join(baud_rates, ", "))};
        return EncodedCommand{static_cast<std::uint8_t>(ci_first_baud_rate + (rate - baud_rates.begin())), {}};
    }
    Checked<EncodedCommand> operator()(SynchroniseAction) const { return EncodedCommand{ci_synchronise, {}}; }
};

}  // namespace

Decoded<Command> parse_command(std::uint8_t ci, OctetView user_data) {
    if (ci >= ci_first_baud_rate && ci < ci_first_baud_rate + baud_rates.size())
        return Command{SetBaudRate{baud_rates[ci - ci_first_baud_rate]}};
    switch (ci) {
        case ci_application_reset:
            return Command{ApplicationReset{user_data.empty() ? std::nullopt : std::optional{user_data[0]}}};
        case ci_data_send: return parse_data_send(user_data, 0);
        case ci_data_send_short_header: return parse_data_send(user_data, short_header_size);
        case ci_data_send_long_header: return parse_data_send(user_data, long_header_size);
        case ci_select_slave:
        case ci_select_slave | ci_big_endian: return parse_selection(user_data, ci != ci_select_slave);
        case ci_synchronise:
        case ci_synchronise_delayed: return Command{SynchroniseAction{}};
        default: return CodecError{CodecErrc::unknown_command, 0, ci};
    }
}

Checked<EncodedCommand> encode_command(const Command& command) {
    return std::visit(CommandEncoder{}, command);
}

}  // namespace otbench::bus
