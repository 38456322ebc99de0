#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "firmware_model/storage/stored_config.hpp"

namespace otbench::firmware {

/// Where two stored configurations differ; their checksums are not looked at.
class StoredDifference {
public:
    StoredDifference(const StoredConfig& before, const StoredConfig& after) : after_(after) {
        for (std::size_t i = 0; i < StoredConfig::size; ++i) {
            const bool is_checksum = i >= config_layout::checksum.offset &&
                                     i < config_layout::checksum.offset + config_layout::checksum.size;
            if (!is_checksum && before.octets()[i] != after.octets()[i]) places_.push_back(i);
        }
    }

    [[nodiscard]] bool empty() const { return places_.empty(); }
    /// The bytes that `field` has afterwards, without the NULs at its end.
    [[nodiscard]] std::string text(ConfigField field) const {
        const auto bytes = after_.octets().subspan(field.offset, field.size);
        std::string text{bytes.begin(), bytes.end()};
        text.erase(text.find_last_not_of('\0') + 1);
        return text;
    }
    [[nodiscard]] bool only_in(ConfigField field) const {
        return std::all_of(places_.begin(), places_.end(),
                           [&](std::size_t i) { return i >= field.offset && i < field.offset + field.size; });
    }

private:
    StoredConfig after_;
    std::vector<std::size_t> places_;
};

inline StoredDifference stored_difference(const StoredConfig& before, const StoredConfig& after) {
    return {before, after};
}

}  // namespace otbench::firmware
