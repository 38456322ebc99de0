#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/rpc/dispatcher.hpp"

namespace otbench::runner {

/// A failure when `name`, which a call gave for `parameter`, is none of `known`; nothing when it is one.
[[nodiscard]] std::optional<rpc::Failure> refuse_unknown(std::string_view parameter, std::string_view name,
                                                         const std::vector<std::string_view>& known);

/// The keys of a map, as names.
template <class Map>
[[nodiscard]] std::vector<std::string_view> keys_of(const Map& map) {
    std::vector<std::string_view> names;
    names.reserve(map.size());
    for (const auto& entry : map) names.push_back(entry.first);
    return names;
}

}  // namespace otbench::runner
