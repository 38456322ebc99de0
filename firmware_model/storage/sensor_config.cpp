#include "firmware_model/storage/sensor_config.hpp"

#include <algorithm>

namespace otbench::firmware {
namespace {

namespace layout = config_layout;

// What the firmware clears when it means all entries: a byte count that was forgotten when an entry grew (spec:
// firmware, section 4.3).
constexpr ConfigField cleared_by_remove_all{layout::sensors.offset, 256};
constexpr ConfigField all_entries{layout::sensors.offset, layout::sensors.stride* layout::sensors.count};

}  // namespace

bool SensorConfig::is_address(std::string_view text) {
    constexpr std::string_view family = "28-";
    constexpr std::size_t length = 15;
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= '`' && c <= 'f'); };
    return text.size() == length && text.substr(0, family.size()) == family &&
           std::all_of(text.begin() + family.size(), text.end(), is_digit);
}

std::string SensorConfig::address(std::size_t i) const {
    return config_.text(layout::sensors.member(i, layout::sensor::id));
}

std::string SensorConfig::name(std::size_t i) const {
    return config_.text(layout::sensors.member(i, layout::sensor::name));
}

std::size_t SensorConfig::count() const {
    return std::min<std::size_t>(config_.number(layout::sensor_count), layout::sensors.count);
}

void SensorConfig::set_count(std::size_t count) {
    config_.set_number(layout::sensor_count, static_cast<std::uint32_t>(count));
}

std::optional<std::size_t> SensorConfig::find(std::string_view wanted) const {
    for (std::size_t i = 0; i < count(); ++i) {
        if (address(i) == wanted) return i;
    }
    return std::nullopt;
}

bool SensorConfig::is_full() const {
    for (std::size_t i = 0; i < layout::sensors.count; ++i) {
        if (address(i).empty()) return false;
    }
    return true;
}

bool SensorConfig::set(std::string_view wanted, std::string_view name, const QuirkFixes& fixes) {
    auto entry = find(wanted);
    for (std::size_t i = 0; i < layout::sensors.count && !entry; ++i) {
        if (!address(i).empty()) continue;
        entry = i;
        set_count(fixes[Quirk::sensor_gap] ? std::max(count(), i + 1) : i + 1);
    }
    if (!entry) return false;
    config_.set_terminated_text(layout::sensors.member(*entry, layout::sensor::id), wanted);
    config_.set_terminated_text(layout::sensors.member(*entry, layout::sensor::name), name);
    config_.seal();
    return true;
}

void SensorConfig::remove(std::size_t i, const QuirkFixes& fixes) {
    const std::size_t last = count() - 1;
    if (fixes[Quirk::sensor_gap]) {
        const auto entries = config_.octets().subspan(layout::sensors.offset, layout::sensors.stride * count());
        std::copy(entries.begin() + layout::sensors.stride * (i + 1), entries.end(),
                  entries.begin() + layout::sensors.stride * i);
        i = last;
    }
    config_.clear(layout::sensors.whole(i));
    set_count(last);
    config_.seal();
}

void SensorConfig::remove_all(const QuirkFixes& fixes) {
    config_.clear(fixes[Quirk::sensors_half_deleted] ? all_entries : cleared_by_remove_all);
    set_count(0);
    config_.seal();
}

}  // namespace otbench::firmware
