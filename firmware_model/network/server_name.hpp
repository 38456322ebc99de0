#pragma once

#include <string>

namespace otbench::firmware {

/// True for four decimal numbers of 0 to 255 joined by dots.
bool is_ipv4_address(const std::string& text);

/// The name under which the MQTT server is looked up: `server`, with the domain suffix unless it is an address or has
/// a domain of its own (spec: firmware, section 1.8).
std::string full_server_name(const std::string& server, const std::string& domain);

}  // namespace otbench::firmware
