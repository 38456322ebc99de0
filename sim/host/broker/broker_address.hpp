#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/checked.hpp"

namespace otbench::sim {

/// A broker's address, the user to connect as, and where its secrets are.
struct BrokerAddress {
    bool tls = false;
    std::string host;
    std::uint16_t port = 1883;  ///< the registered ports of MQTT: 1883, and 8883 with TLS
    std::optional<std::string> user;
    std::optional<std::string> password;
    std::string password_file;  ///< its first line is the password; empty: `password` or OTBENCH_MQTT_PASSWORD
    std::string ca;             ///< a PEM file of trusted certificates; empty: those that the system trusts
    std::string certificate;    ///< a PEM file with the client's certificate and its chain; empty: none
    std::string key;            ///< a PEM file with the key of `certificate`, without a passphrase
    std::string lock_step;      ///< "no": devices and broker run in real time (`RealTimeBroker`); empty: in lock-step

    /// `mqtt://host:port` or `mqtts://host:port`, without the credentials.
    [[nodiscard]] std::string url() const;
    /// The same as Eclipse Paho wants it, `tcp://host:port` or `ssl://host:port`.
    [[nodiscard]] std::string paho_url() const;
};

/// Whether a text begins like a broker's URL.
bool is_broker_url(std::string_view text);

/// Reads `mqtt[s]://[user[:password]@]host[:port][?option&option…]`, percent-encoded; an IPv6 address stands in
/// brackets. Options are `password-file=FILE`, `lock-step=no`, and with `mqtts` `ca=FILE`, `cert=FILE` and `key=FILE`.
/// Opens no file.
Checked<BrokerAddress> parse_broker_address(std::string_view url);

/// What names a broker: `mosquitto` (one that is started), `internal` (one in this process) or a URL of
/// `parse_broker_address`; else what is wrong.
Checked<void> check_broker(std::string_view text);

}  // namespace otbench::sim
