#pragma once

#include <boost/core/span.hpp>
#include <string_view>

namespace otbench::sim {

/// A file of the page that browsers show, which is in the program.
struct WebAsset {
    std::string_view path;  ///< of requests: "/live.js"
    const char* type;       ///< Content-Type
    std::string_view content;
};

/// All of them (share/live).
[[nodiscard]] boost::span<const WebAsset> web_assets();

}  // namespace otbench::sim
