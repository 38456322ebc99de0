#include "bus/master/master_style.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;

// Spec: M-Bus protocol, sections 15 and 16; of the query script: firmware, section 11.
const std::array<MasterStyle, 3> styles = {{
    {"standard", "EN 13757-2: SND_NKE first, FCB toggled, two repeats, answers within 330 bit times + 50 ms"},
    {"libmbus", "libmbus's tools: constant FCB, three repeats, reads on until the line is silent", 3, 1, false, false,
     true, 0x73, 2, 1300ms, 200ms},
    {"query-script", "the hourly query script: one REQ_UD2 with FCB 0, no SND_NKE, no repeats", 0, 0, false, false,
     true, 0x53, 0, 2000ms, 2000ms},
}};

}  // namespace

Nanoseconds MasterStyle::answer_limit(const UartFormat& format) const {
    constexpr int longest_bits = 330;  // EN 13757-2; spec: M-Bus protocol, section 2
    if (limit_at_300 == 0ns) return format.bit_start(longest_bits) + 50ms;
    // Between the two ends the program's table falls with the logarithm of the speed, near enough.
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

}  // namespace otbench::bus
