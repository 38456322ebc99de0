#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/host/broker/broker_address.hpp"

namespace boost::asio::ssl {
class context;
}
namespace mqtt {
class connect_options;
}

namespace otbench::sim {

// What a broker's address says about secrets, read from files and the environment. Each throws `BrokerError` with one
// line for the user when a file cannot be read.

/// The password to connect with: that of the address, of its file, or for a user without one of OTBENCH_MQTT_PASSWORD.
std::optional<std::string> password_of(const BrokerAddress& address);

/// What a TLS connection to the broker trusts and presents; null without TLS. The broker's certificate is verified.
std::shared_ptr<boost::asio::ssl::context> tls_context(const BrokerAddress& address);

/// How Eclipse Paho connects: MQTT 3.1.1, clean session, `broker_patience`, credentials and certificates.
::mqtt::connect_options paho_options(const BrokerAddress& address);

}  // namespace otbench::sim
