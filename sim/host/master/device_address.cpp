#include "sim/host/master/device_address.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/numbers.hpp"

namespace otbench::sim {
namespace {

constexpr int highest_gpio = 16, highest_baud = 115200;

using Interface = DeviceAddress::Interface;

/// How the query names an interface, and how many numbers follow.
struct InterfaceKey {
    std::string_view name;
    Interface interface;
    std::size_t numbers;
};
constexpr std::array<InterfaceKey, 3> interface_keys{{
    {"serial=", Interface::software_uart, 3},
    {"mezzanine=", Interface::mezzanine, 1},
    {"hat=", Interface::hat, 1},
}};

std::optional<std::vector<int>> parse_numbers(std::string_view text) {
    std::vector<int> numbers;
    for (;;) {
        const auto comma = text.find(',');
        const auto number = parse_integer<int>(text.substr(0, comma));
        if (!number) return std::nullopt;
        numbers.push_back(*number);
        if (comma == std::string_view::npos) return numbers;
        text.remove_prefix(comma + 1);
    }
}

bool parse_interface(std::string_view query, DeviceAddress& address) {
    for (const auto& key : interface_keys) {
        if (query.substr(0, key.name.size()) != key.name) continue;
        const auto numbers = parse_numbers(query.substr(key.name.size()));
        if (!numbers || numbers->size() != key.numbers) return false;
        address.interface = key.interface;
        address.baud = numbers->back();
        if (key.numbers == 3) {
            address.tx = numbers->at(0);
            address.rx = numbers->at(1);
        }
        const auto is_gpio = [](int pin) { return pin >= 0 && pin <= highest_gpio; };
        return address.baud > 0 && address.baud <= highest_baud && is_gpio(address.tx) && is_gpio(address.rx) &&
               address.tx != address.rx;
    }
    return false;
}

/// A segment of a topic that is one of a device's names.
bool is_segment(std::string_view text) {
    return !text.empty() && text.find_first_of("/+#?") == std::string_view::npos;
}

}  // namespace

bool DeviceAddress::is_one(std::string_view text) {
    return is_broker_url(text);
}

std::string DeviceAddress::description() const {
    return fmt::format("{}/{}/{}", broker.url(), root, chip);
}

Checked<DeviceAddress> parse_device_address(std::string_view text) {
    const InputError invalid{
        fmt::format("invalid device '{}' (expected mqtt[s]://BROKER[:PORT]/otb-iot/CHIP-ID and ?serial=TX,RX,BAUD, "
                    "?mezzanine=BAUD or ?hat=BAUD)",
                    text)};
    if (!DeviceAddress::is_one(text)) return invalid;
    const auto path_begin = text.find('/', text.find("://") + 3);
    if (path_begin == std::string_view::npos) return invalid;
    auto path = text.substr(path_begin + 1);
    const auto question = path.find('?');
    if (question == std::string_view::npos) return invalid;
    const auto query = path.substr(question + 1);
    path = path.substr(0, question);
    const auto interface = query.substr(0, query.find('&'));
    const auto options = query.substr(std::min(query.size(), interface.size() + 1));
    if (!parse_broker_address(text.substr(0, path_begin))) return invalid;
    const auto broker = parse_broker_address(fmt::format("{}?{}", text.substr(0, path_begin), options));
    if (!broker) return broker.error();
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) return invalid;

    DeviceAddress address;
    address.broker = *broker;
    address.root = path.substr(0, slash);
    address.chip = path.substr(slash + 1);
    if (!is_segment(address.root) || !is_segment(address.chip) || !parse_interface(interface, address)) return invalid;
    return address;
}

}  // namespace otbench::sim
