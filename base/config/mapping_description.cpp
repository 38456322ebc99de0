#include "base/config/mapping_description.hpp"

#include <algorithm>

namespace otbench::config {

const Key* MappingDescription::find(std::string_view key) const {
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const Key& known) { return known.name == key; });
    return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string_view> MappingDescription::key_names() const {
    std::vector<std::string_view> names;
    for (const auto& key : keys) names.push_back(key.name);
    return names;
}

std::vector<Key> joined(std::initializer_list<boost::span<const Key>> parts) {
    std::vector<Key> keys;
    for (const auto& part : parts)
        for (const auto& key : part) keys.push_back(key);
    return keys;
}

}  // namespace otbench::config
