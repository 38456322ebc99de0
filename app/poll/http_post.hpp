#pragma once

#include <string>

namespace otbench::app {

/// Posts `body` to an http:// URL, with the token in OTBENCH_INFLUX_TOKEN when there is one. Empty when the server took
/// it (a status of 2xx); else one line that says why not. Waits ten seconds at most.
[[nodiscard]] std::string post(const std::string& url, const std::string& body);

}  // namespace otbench::app
