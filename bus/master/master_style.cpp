#include "bus/master/master_style.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;
using Initialisation = MasterStyle::Initialisation;
using FrameCount = MasterStyle::FrameCount;

constexpr std::uint8_t select_without_fcb = 0x53;

MasterStyle standard() {
    MasterStyle style;
    style.name = "standard";
    style.help = "EN 13757-2: SND_NKE first, FCB toggled, two repeats, answers within 330 bit times + 50 ms";
    return style;
}

/// What the tools of libmbus and those that follow them have in common (spec: M-Bus protocol, section 16). A read
/// waits from 1.3 s at 300 baud to 0.2 s at 9600 baud, and the third one in a row without an octet gives up.
MasterStyle libmbus() {
    MasterStyle style;
    style.name = "libmbus";
    style.help = "mbus-serial-request-data: SND_NKE to 253 twice, one REQ_UD2 with FCB 0, three repeats";
    style.initialises = Initialisation::selected_slave;
    style.frame_count = FrameCount::begins_0;
    style.reads_sequence = false;
    style.request_repeats = 3;
    style.reads_on = true;
    style.deselections = 2;
    style.deselects_after = false;
    style.limit_at_300 = 3 * 1300ms;
    style.limit_at_9600 = 3 * 200ms;
    style.search.order = DigitOrder::first_digit_first;
    style.search.asks_for_data = style.search.asks_all_first = style.search.confirms = false;
    return style;
}

MasterStyle libmbus_multi_reply() {
    MasterStyle style = libmbus();
    style.name = "libmbus-multi-reply";
    style.help = "mbus-serial-request-data-multi-reply: as libmbus, but FCB 1 first and on to the last telegram";
    style.frame_count = FrameCount::begins_1;
    style.reads_sequence = true;
    return style;
}

MasterStyle pymeterbus() {
    MasterStyle style = libmbus();
    style.name = "pymeterbus";
    style.help = "SND_NKE to the meter, one REQ_UD2 with FCB 0, no repeats, 1 s for an answer; pings are repeated";
    style.initialises = Initialisation::own_address;
    style.request_repeats = style.select_repeats = 0;
    style.deselections = 0;
    style.limit_at_300 = style.limit_at_9600 = 1s;
    style.search.repeats = 3;
    return style;
}

MasterStyle jmbus() {
    MasterStyle style;
    style.name = "jmbus";
    style.help = "no SND_NKE, FCB kept between readouts, no repeats, 0.5 s for an answer, selects with C = 53";
    style.initialises = Initialisation::none;
    style.request_repeats = style.select_repeats = 0;
    style.select_control = select_without_fcb;
    style.deselections = 0;
    style.deselects_after = false;
    style.limit_at_300 = style.limit_at_9600 = 500ms;
    style.search.order = DigitOrder::first_digit_first;
    style.search.asks_all_first = style.search.confirms = false;
    style.search.deselects_each = true;
    return style;
}

/// Spec: firmware, section 11.
MasterStyle query_script() {
    MasterStyle style = libmbus();
    style.name = "query-script";
    style.help = "the hourly query script: one REQ_UD2 with FCB 0, no SND_NKE, no repeats, 2 s for an answer";
    style.initialises = Initialisation::none;
    style.request_repeats = style.select_repeats = 0;
    style.select_control = select_without_fcb;
    style.deselections = 0;
    style.limit_at_300 = style.limit_at_9600 = 2s;
    return style;
}

const std::array styles{standard(), libmbus(), libmbus_multi_reply(), pymeterbus(), jmbus(), query_script()};

}  // namespace

Nanoseconds MasterStyle::answer_limit(const UartFormat& format) const {
    constexpr int longest_bits = 330;  // EN 13757-2; spec: M-Bus protocol, section 2
    if (limit_at_300 == 0ns) return format.bit_start(longest_bits) + 50ms;
    const double place = std::clamp(std::log(format.baud / 300.0) / std::log(9600.0 / 300.0), 0.0, 1.0);
    return limit_at_300 + std::chrono::duration_cast<Nanoseconds>((limit_at_9600 - limit_at_300) * place);
}

boost::span<const MasterStyle> master_styles() {
    return styles;
}

const MasterStyle* master_style(std::string_view name) {
    const auto found = std::find_if(styles.begin(), styles.end(), [&](const MasterStyle& s) { return s.name == name; });
    return found == styles.end() ? nullptr : &*found;
}

Checked<MasterStyle> parse_master_style(std::string_view name) {
    if (const auto* style = master_style(name)) return *style;
    std::string names;
    for (const auto& style : styles) names += fmt::format("{}{}", names.empty() ? "" : ", ", style.name);
    return InputError{fmt::format("unknown style '{}' (expected one of {})", name, names)};
}

}  // namespace otbench::bus
