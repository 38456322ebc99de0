#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace otbench::sim {

/// A broker's address, and the user to connect as.
struct BrokerAddress {
    std::string host;
    std::uint16_t port = 1883;  ///< the registered port of MQTT without TLS
    std::optional<std::string> user;
    std::optional<std::string> password;

    /// `mqtt://host:port`, without the credentials.
    [[nodiscard]] std::string url() const;
    /// The same as Eclipse Paho wants it, `tcp://host:port`.
    [[nodiscard]] std::string paho_url() const;
};

/// Reads `mqtt://[user[:password]@]host[:port]`, percent-encoded; an IPv6 address stands in brackets. Nothing for
/// anything else.
std::optional<BrokerAddress> parse_broker_address(std::string_view url);

}  // namespace otbench::sim
