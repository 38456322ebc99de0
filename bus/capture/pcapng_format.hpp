#pragma once

#include <cstdint>

namespace otbench::bus::pcapng {

// Numbers of the pcapng format (IETF draft-ietf-opsawg-pcapng) that writer and reader share.

constexpr std::uint32_t section_block = 0x0A0D0D0A, interface_block = 1, enhanced_packet_block = 6;
constexpr std::uint32_t byte_order_magic = 0x1A2B3C4D;
constexpr std::uint16_t option_end = 0, option_comment = 1;
constexpr std::uint16_t section_application = 4;
constexpr std::uint16_t interface_name = 2, interface_description = 3, interface_resolution = 9;
constexpr std::uint16_t packet_flags = 2;
constexpr std::uint32_t flag_inbound = 1, flag_outbound = 2, flag_symbol_error = 1U << 31;

}  // namespace otbench::bus::pcapng
