#include "app/master/target.hpp"

#include <fmt/core.h>

#include "base/numbers.hpp"
#include "bus/master/slave_mask.hpp"

namespace otbench::app {

Checked<Target> parse_target(const std::string& text) {
    if (const auto address = parse_integer<unsigned>(text); address && text.size() <= 3) {
        if (*address <= bus::address::all_answer) return Target{static_cast<std::uint8_t>(*address)};
        return InputError{fmt::format("invalid primary address '{}' (expected 0 to 254)", text)};
    }
    const auto mask = bus::parse_slave_mask(text);
    if (!mask) return mask.error();
    return Target{*mask};
}

bus::Readout read_target(bus::Master& master, const Target& target) {
    if (const auto* address = std::get_if<std::uint8_t>(&target)) return master.read(*address);
    return master.read(std::get<bus::SelectSlave>(target));
}

}  // namespace otbench::app
