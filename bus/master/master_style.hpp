#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <string_view>

#include "base/event_sink.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::bus {

/// What a master sends, and how long it waits. Masters differ, and meters depend on it; `standard` follows EN 13757-2,
/// the others repeat what a well-known program does (spec: M-Bus protocol, section 16).
struct MasterStyle {
    std::string_view name;
    std::string_view help;

    int request_repeats = 2;  ///< of a request that got no usable answer, with the same frame count bit
    int select_repeats = 1;   ///< of a selection that got no answer
    bool initialises = true;  ///< SND_NKE before the first request of a readout
    bool toggles_fcb = true;  ///< otherwise every readout begins with 5B, and a request outside a readout is 5B
    bool reads_on = false;    ///< after every answer, until the line is silent
    std::uint8_t select_control = 0x73;
    int deselections = 1;  ///< SND_NKE to 253 before a selection
    /// By speed, for programs with a table of their own; 0: the standard's 330 bit times + 50 ms.
    Nanoseconds limit_at_300{}, limit_at_9600{};

    /// From the end of a request to the first octet of the answer; what a converter adds comes on top.
    [[nodiscard]] Nanoseconds answer_limit(const UartFormat& format) const;
};

[[nodiscard]] boost::span<const MasterStyle> master_styles();
/// The style of that name; null for an unknown one.
[[nodiscard]] const MasterStyle* master_style(std::string_view name);

}  // namespace otbench::bus
