#pragma once

#include <string>
#include <string_view>

namespace otbench::firmware {

/// True for four decimal numbers of 0 to 255 joined by dots.
bool is_ipv4_address(const std::string& text);

/// The address that the firmware reads from `text`: up to four numbers between dots, each as the C library converts it
/// and of 8 bits; 0 for what is missing.
std::string to_ipv4_address(std::string_view text);

/// The name under which the MQTT server is looked up: `server`, with the domain suffix unless it is an address or has
/// a domain of its own (spec: firmware, section 1.8).
std::string full_server_name(const std::string& server, const std::string& domain);

}  // namespace otbench::firmware
