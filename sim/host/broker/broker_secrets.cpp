#include "sim/host/broker/broker_secrets.hpp"

#include <fmt/core.h>
#include <mqtt/connect_options.h>

#include <boost/asio/ssl/context.hpp>
#include <cstdlib>

#include "base/input_file.hpp"
#include "sim/host/broker/event_loop.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {
namespace {

constexpr std::size_t most_password_file_bytes = 65'536;  // more than MQTT's longest password

/// Reads a file that an address names; `what` is for a person: "CA certificates".
std::string read_secret(const BrokerAddress& address, const std::string& path, const char* what, std::size_t most) {
    auto text = read_whole_file(path, what, most);
    if (text) return std::move(*text);
    throw BrokerError{fmt::format("broker {}: {}: {}", address.url(), path, text.error().message)};
}

/// Takes a PEM file into the context.
template <class Use>
void use_file(const BrokerAddress& address, const std::string& path, const char* what, Use use) {
    if (path.empty()) return;
    const auto text = read_secret(address, path, what, most_file_bytes);
    boost::system::error_code error;
    use(boost::asio::buffer(text), error);
    if (error)
        throw BrokerError{
            fmt::format("broker {}: {}: unusable {} ({}; expected PEM)", address.url(), path, what, error.message())};
}

}  // namespace

std::optional<std::string> password_of(const BrokerAddress& address) {
    if (!address.user || address.password) return address.password;
    if (!address.password_file.empty()) {
        const auto text = read_secret(address, address.password_file, "a password", most_password_file_bytes);
        return text.substr(0, text.find_first_of("\r\n"));
    }
    const char* password = std::getenv("OTBENCH_MQTT_PASSWORD");
    return password == nullptr ? std::nullopt : std::optional<std::string>{password};
}

std::shared_ptr<boost::asio::ssl::context> tls_context(const BrokerAddress& address) {
    namespace ssl = boost::asio::ssl;
    if (!address.tls) return nullptr;
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    context->set_verify_mode(ssl::verify_peer);
    if (address.ca.empty()) context->set_default_verify_paths();
    context->set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string{}; });
    boost::system::error_code ignored;
    context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                             ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1,
                         ignored);
    use_file(address, address.ca, "CA certificates",
             [&](const auto& text, auto& error) { context->add_certificate_authority(text, error); });
    use_file(address, address.certificate, "client certificate",
             [&](const auto& text, auto& error) { context->use_certificate_chain(text, error); });
    use_file(address, address.key, "client key",
             [&](const auto& text, auto& error) { context->use_private_key(text, ssl::context::pem, error); });
    return context;
}

::mqtt::connect_options paho_options(const BrokerAddress& address) {
    ::mqtt::connect_options options;
    options.set_mqtt_version(MQTTVERSION_3_1_1);
    options.set_clean_session(true);
    options.set_connect_timeout(broker_patience);
    if (address.user) options.set_user_name(*address.user);
    if (const auto password = password_of(address)) options.set_password(*password);
    if (!address.tls) return options;
    ::mqtt::ssl_options tls;
    if (!address.ca.empty()) tls.set_trust_store(address.ca);
    if (!address.certificate.empty()) {
        tls.set_key_store(address.certificate);
        tls.set_private_key(address.key);
    }
    tls.set_verify(true);
    tls.set_enable_server_cert_auth(true);
    options.set_ssl(tls);
    return options;
}

}  // namespace otbench::sim
