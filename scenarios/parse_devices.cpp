#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "scenarios/parse_parts.hpp"
#include "scenarios/suggest.hpp"

namespace otbench::scenarios::parts {

namespace {

Checked<std::string> check_model(std::string_view text) {
    constexpr std::string_view model = "otb-iot";
    if (text == model) return std::string{text};
    return InputError{fmt::format("unknown device model '{}'{}", text, did_you_mean(text, {model}))};
}

/// Twelve hexadecimal digits, or six pairs of them with ':' or '-' between; returned as twelve lower-case digits.
Checked<std::string> parse_mac(std::string_view text) {
    constexpr std::size_t bare_size = 12, spaced_size = 17;
    std::string digits;
    bool sound = text.size() == bare_size || text.size() == spaced_size;
    for (std::size_t i = 0; sound && i < text.size(); ++i) {
        const char c = text[i];
        if (text.size() == spaced_size && i % 3 == 2) {
            sound = c == text[2] && (c == ':' || c == '-');
        } else if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
            digits += c;
        } else if (c >= 'A' && c <= 'F') {
            digits += static_cast<char>(c - 'A' + 'a');
        } else {
            sound = false;
        }
    }
    if (sound) return digits;
    return InputError{
        fmt::format("'{}' is no MAC address; write six pairs of hexadecimal digits: 5c:cf:7f:0b:58:3b", text)};
}

Device parse_device(const YamlEntry& entry, const Context& context) {
    Device device;
    device.at = entry.key.at;
    device.name = entry.key.text;
    if (const auto name = check_name(device.name); !name) context.diagnostics.add(device.at, name.error().message);
    const Mapping mapping{entry.value, keys::device, context.diagnostics};
    mapping.read("model", device.model, check_model);
    mapping.read("mac", device.mac, parse_mac);
    return device;
}

}  // namespace

std::vector<Device> parse_devices(const YamlNode& node, const Context& context) {
    std::vector<Device> devices;
    if (!expect_kind(node, YamlNode::Kind::mapping, "devices", "a mapping of device names", context.diagnostics))
        return devices;
    std::map<std::string, std::string> owners;  // MAC address → device
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        devices.push_back(parse_device(*entry, context));
        const auto& device = devices.back();
        const auto [owner, is_new] = owners.emplace(device.mac, device.name);
        if (!is_new && !device.mac.empty()) {
            context.diagnostics.add(
                device.at, fmt::format("'{}' has the MAC address of '{}'; their topics would be the same", device.name,
                                       owner->second));
        }
    }
    if (node.entries.empty()) context.diagnostics.add(node.at, "a scenario needs at least one device");
    return devices;
}

}  // namespace otbench::scenarios::parts
