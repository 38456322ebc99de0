// Single values that several parts of a scenario file have.
#include <fmt/core.h>

#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

Checked<bool> parse_level(std::string_view text) {
    if (text == "high") return true;
    if (text == "low") return false;
    return InputError{fmt::format("invalid level '{}' (expected low or high)", text)};
}

Checked<int> parse_gpio(std::string_view text) {
    constexpr int highest = 16;
    const auto number = parse_whole_number(text, 0, highest);
    if (!number) return InputError{fmt::format("invalid pin '{}' (expected 0 to {})", text, highest)};
    return static_cast<int>(*number);
}

Checked<int> parse_speed(std::string_view text) {
    constexpr int fastest = 1'000'000;
    const auto speed = parse_whole_number(text, 1, fastest);
    if (!speed) return InputError{fmt::format("invalid baud rate '{}' (expected 1 to {})", text, fastest)};
    return static_cast<int>(*speed);
}

Checked<Pin> parse_device_pin(std::string_view text, boost::span<const Device> devices) {
    constexpr std::string_view prefix = "gpio";
    constexpr int highest = 16;
    const auto dot = text.find('.');
    const auto port = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    if (port.substr(0, prefix.size()) != prefix || port.size() == prefix.size()) {
        return InputError{fmt::format("invalid pin '{}' (expected a device and its pin such as boiler.gpio15)", text)};
    }
    const auto device = check_device(text.substr(0, dot), devices);
    if (!device) return device.error();
    const auto number = parse_whole_number(port.substr(prefix.size()), 0, highest);
    if (!number) return InputError{fmt::format("unknown pin '{}' (expected gpio0 to gpio{})", port, highest)};
    return Pin{{}, *device, static_cast<int>(*number)};
}

Pin read_pin(const Mapping& mapping, std::string_view key, const Context& context) {
    Pin pin;
    mapping.read(key, pin, [&](std::string_view text) { return parse_device_pin(text, context.devices); });
    if (const auto* value = mapping.find(key)) pin.at = value->at;
    return pin;
}

}  // namespace otbench::runner::parts
