#include "bus/capture/pcapng.hpp"

#include "bus/capture/pcapng_format.hpp"

namespace otbench::bus {
namespace {

using namespace pcapng;

template <class Integer>
void put(std::string& to, Integer number) {
    for (std::size_t i = 0; i < sizeof number; ++i) to += static_cast<char>(number >> 8 * i & 0xFF);
}

void put_big_endian(std::string& to, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(number >> shift & 0xFF);
}

void pad(std::string& to) {
    while (to.size() % 4 != 0) to += '\0';
}

void put_option(std::string& to, std::uint16_t code, std::string_view value) {
    if (value.empty() && code != option_end) return;
    put(to, code);
    put(to, static_cast<std::uint16_t>(value.size()));
    to += value;
    pad(to);
}

std::string block(std::uint32_t type, const std::string& body) {
    const auto size = static_cast<std::uint32_t>(body.size() + 12);
    std::string text;
    put(text, type);
    put(text, size);
    text += body;
    put(text, size);
    return text;
}

/// The time since the epoch in seconds and microseconds, the event, no control lines, and a footer, which has no
/// meaning of its own and tells dissectors the interface.
std::string rtac_header(Direction direction, std::uint64_t nanoseconds, std::uint32_t interface) {
    std::string header;
    put_big_endian(header, static_cast<std::uint32_t>(nanoseconds / 1'000'000'000));
    put_big_endian(header, static_cast<std::uint32_t>(nanoseconds / 1'000 % 1'000'000));
    header += static_cast<char>(direction == Direction::from_master ? RtacEvent::tx_end : RtacEvent::rx_start);
    header += '\0';
    header += static_cast<char>(interface >> 8 & 0xFF);
    header += static_cast<char>(interface & 0xFF);
    return header;
}

}  // namespace

std::string pcapng_section(std::string_view application) {
    std::string body;
    put(body, byte_order_magic);
    put(body, std::uint16_t{1});  // version 1.0
    put(body, std::uint16_t{0});
    put(body, ~std::uint64_t{0});  // the length of the section is not known
    put_option(body, section_application, application);
    put_option(body, option_end, {});
    return block(section_block, body);
}

std::string pcapng_interface(std::string_view name, std::string_view description) {
    std::string body;
    put(body, link_type_rtac_serial);
    put(body, std::uint16_t{0});
    put(body, std::uint32_t{0});  // packets of any size
    put_option(body, interface_name, name);
    put_option(body, interface_description, description);
    put_option(body, interface_resolution, "\x09");
    put_option(body, option_end, {});
    return block(interface_block, body);
}

std::string pcapng_packet(std::uint32_t interface, const CapturedFrame& frame, Nanoseconds epoch) {
    const auto at = static_cast<std::uint64_t>((epoch + frame.at()).count());
    const auto size = static_cast<std::uint32_t>(rtac_header_size + frame.octets.size());
    std::string body;
    put(body, interface);
    put(body, static_cast<std::uint32_t>(at >> 32));
    put(body, static_cast<std::uint32_t>(at));
    put(body, size);
    put(body, size);
    body += rtac_header(frame.direction, at, interface);
    body.append(frame.octets.begin(), frame.octets.end());
    pad(body);
    std::string flags;
    put(flags, (frame.direction == Direction::from_master ? flag_outbound : flag_inbound) |
                   (frame.damaged ? flag_symbol_error : 0));
    put_option(body, option_comment, frame.comment);
    put_option(body, packet_flags, flags);
    put_option(body, option_end, {});
    return block(enhanced_packet_block, body);
}

}  // namespace otbench::bus
