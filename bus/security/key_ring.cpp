#include "bus/security/key_ring.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace otbench::bus {
namespace {

constexpr std::size_t id_digits = 8, address_digits = 16;

/// The device of a secondary address as `secondary_address` writes it.
DeviceKey device_of(std::uint32_t id, std::uint32_t rest) {
    const auto manufacturer = static_cast<std::uint16_t>((rest >> 24 & 0xFF) | (rest >> 8 & 0xFF00));
    return {id, manufacturer, static_cast<std::uint8_t>(rest >> 8), static_cast<std::uint8_t>(rest)};
}

}  // namespace

Checked<void> KeyRing::add(std::string_view text) {
    const std::size_t equals = text.find('=');
    const auto key = parse_aes_key(trimmed(equals == std::string_view::npos ? text : text.substr(equals + 1)));
    if (!key) return key.error();
    MeterKey entry{*key, {}, {}};
    if (equals != std::string_view::npos) {
        const std::string_view whose = trimmed(text.substr(0, equals));
        const auto id = parse_integer<std::uint32_t>(whose.substr(0, id_digits), 16);
        const auto rest =
            whose.size() == address_digits ? parse_integer<std::uint32_t>(whose.substr(id_digits), 16) : std::nullopt;
        if (!id || (whose.size() != id_digits && !rest))
            return InputError{fmt::format(
                "invalid meter '{}' of a key (expected an id of 8 digits or a secondary address of 16)", whose)};
        entry.id = id;
        if (rest) entry.device = device_of(*id, *rest);
    }
    keys_.push_back(entry);
    return {};
}

std::vector<MeterKey> KeyRing::of(std::uint32_t id) const {
    std::vector<MeterKey> found;
    std::copy_if(keys_.begin(), keys_.end(), std::back_inserter(found), [id](const auto& key) { return key.id == id; });
    std::copy_if(keys_.begin(), keys_.end(), std::back_inserter(found), [](const auto& key) { return !key.id; });
    return found;
}

std::vector<MeterKey> KeyRing::with_address() const {
    std::vector<MeterKey> found;
    std::copy_if(keys_.begin(), keys_.end(), std::back_inserter(found),
                 [](const auto& key) { return bool(key.device); });
    return found;
}

}  // namespace otbench::bus
