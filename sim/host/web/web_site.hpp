#pragma once

#include <cstddef>
#include <string>

#include "sim/host/web/web_policy.hpp"

namespace otbench::sim {

/// What all connections of the web interface share.
struct WebSite {
    WebPolicy policy;
    std::string control;          ///< path of the socket at which the bench listens
    std::size_t connections = 0;  ///< that are open
};

/// As many connections at once; more are answered by 503.
constexpr std::size_t most_web_connections = 32;

}  // namespace otbench::sim
