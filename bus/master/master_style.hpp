#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <string_view>

#include "base/checked.hpp"
#include "base/time.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::bus {

/// In which order a search by secondary address fixes the digits of the identification number.
enum class DigitOrder : std::uint8_t {
    adaptive,           ///< first finds out in which digits the slaves differ; the fewest frames for most buses
    first_digit_first,  ///< as other masters do
    last_digit_first,   ///< meters of one delivery differ in their last digits
};

/// How a master searches for slaves.
struct SearchStyle {
    DigitOrder order = DigitOrder::adaptive;
    std::size_t most_frames = 10'000;  ///< of a search by secondary address; where noise answers, it would never end
    int repeats = 0;                   ///< of a frame that nothing answers
    bool asks_for_data = true;         ///< of a primary address that acknowledges SND_NKE
    bool asks_all_first = true;        ///< one selection that means every slave, before any digit is fixed
    bool confirms = true;              ///< an identity that may be the sum of several answers is selected alone
    bool deselects_before = true;      ///< SND_NKE to 253 before the search
    bool deselects_each = false;       ///< SND_NKE to 253 before every selection
};

/// What a master sends, and how long it waits. Masters differ, and meters depend on it; `standard` follows EN 13757-2,
/// the others repeat what a well-known program does (spec: M-Bus protocol, section 16).
struct MasterStyle {
    /// Which slave gets SND_NKE before a readout.
    enum class Initialisation : std::uint8_t { none, own_address, selected_slave };
    /// Of the requests of a readout.
    enum class FrameCount : std::uint8_t {
        kept,      ///< toggled after each usable answer, set by SND_NKE, kept between readouts
        begins_0,  ///< every readout begins with 5B and alternates; so does a request outside a readout
        begins_1,  ///< the same with 7B
    };

    std::string_view name;
    std::string_view help;

    Initialisation initialises = Initialisation::own_address;
    FrameCount frame_count = FrameCount::kept;
    bool reads_sequence = true;  ///< asks for further telegrams as long as one announces them
    int request_repeats = 2;     ///< of a request that got no usable answer, with the same frame count bit
    int select_repeats = 1;      ///< of a selection that got no answer
    bool reads_on = false;       ///< after every answer, until the line is silent
    std::uint8_t select_control = 0x73;
    int deselections = 1;         ///< SND_NKE to 253 before a selection, and instead of one to the own address
    bool deselects_after = true;  ///< SND_NKE to 253 after a readout by secondary address and after a search
    Nanoseconds limit_at_300{};   ///< for programs with a table of their own; 0: the standard's 330 bit times + 50 ms
    Nanoseconds limit_at_9600{};  ///< between the two it falls with the logarithm of the speed
    SearchStyle search;

    /// From the end of a request to the first octet of the answer; what a converter adds comes on top.
    [[nodiscard]] Nanoseconds answer_limit(const UartFormat& format) const;
};

[[nodiscard]] boost::span<const MasterStyle> master_styles();
/// The style of that name; null for an unknown one.
[[nodiscard]] const MasterStyle* master_style(std::string_view name);
/// The same for what people write; the error lists the names.
[[nodiscard]] Checked<MasterStyle> parse_master_style(std::string_view name);

}  // namespace otbench::bus
