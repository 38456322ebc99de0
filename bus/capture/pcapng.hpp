#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bus/capture/captured_frame.hpp"

namespace otbench::bus {

// Blocks of a capture file in the pcapng format (IETF draft-ietf-opsawg-pcapng), little-endian, times in nanoseconds.
// A file is one section, then an interface for each bus, then packets.

/// The link type of serial lines: LINKTYPE_RTAC_SERIAL, 12 octets in front of each packet say when and in which
/// direction. A request is "TX end" at the time of its last stop bit, an answer "RX start" at its first start bit.
constexpr std::uint16_t link_type_rtac_serial = 250;
constexpr std::size_t rtac_header_size = 12;

/// The type of event in an RTAC header.
enum class RtacEvent : std::uint8_t { status = 0, tx_start = 1, rx_start = 2, tx_end = 3, rx_end = 4 };

/// The section header; `application` is the program that writes.
[[nodiscard]] std::string pcapng_section(std::string_view application);
/// A bus. Interfaces are numbered from 0 in their order.
[[nodiscard]] std::string pcapng_interface(std::string_view name, std::string_view description);
/// A frame on that interface; `epoch` is the time since 1970 of time 0.
[[nodiscard]] std::string pcapng_packet(std::uint32_t interface, const CapturedFrame& frame, Nanoseconds epoch);

}  // namespace otbench::bus
