#include "sim/host/broker/broker_address.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "base/numbers.hpp"

namespace otbench::sim {
namespace {

constexpr std::string_view scheme = "mqtt://";

std::optional<std::string> percent_decode(std::string_view text) {
    std::string decoded;
    while (!text.empty()) {
        if (text[0] != '%') {
            decoded += text[0];
            text.remove_prefix(1);
            continue;
        }
        const auto octet = text.size() < 3 ? std::nullopt : parse_integer<std::uint8_t>(text.substr(1, 2), 16);
        if (!octet) return std::nullopt;
        decoded += static_cast<char>(*octet);
        text.remove_prefix(3);
    }
    return decoded;
}

bool parse_credentials(std::string_view text, BrokerAddress& address) {
    const auto colon = text.find(':');
    address.user = percent_decode(text.substr(0, colon));
    if (!address.user || address.user->empty()) return false;
    if (colon == std::string_view::npos) return true;
    address.password = percent_decode(text.substr(colon + 1));
    return address.password.has_value();
}

/// Whether a text has only what host names and IP addresses are made of; '%' begins the zone of an IPv6 address.
bool may_be_host(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || std::string_view{"-._:%"}.find(static_cast<char>(c)) != std::string_view::npos;
    });
}

std::string percent_encode_zone(std::string_view host) {
    std::string encoded;
    for (const char c : host) encoded += c == '%' ? std::string{"%25"} : std::string{c};
    return encoded;
}

bool parse_host_and_port(std::string_view text, BrokerAddress& address) {
    std::string_view host;
    if (!text.empty() && text[0] == '[') {
        const auto bracket = text.find(']');
        if (bracket == std::string_view::npos) return false;
        host = text.substr(1, bracket - 1);
        text.remove_prefix(bracket + 1);
    } else {
        host = text.substr(0, text.find(':'));
        text.remove_prefix(host.size());
    }
    const auto decoded = percent_decode(host);
    if (!decoded || !may_be_host(*decoded)) return false;
    address.host = *decoded;
    if (text.empty()) return true;
    const auto port = text[0] == ':' ? parse_integer<std::uint16_t>(text.substr(1), 10) : std::nullopt;
    address.port = port.value_or(0);
    return address.port != 0;
}

}  // namespace

std::string BrokerAddress::url() const {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return fmt::format(is_ipv6 ? "{}[{}]:{}" : "{}{}:{}", scheme, percent_encode_zone(host), port);
}

std::string BrokerAddress::paho_url() const {
    return "tcp://" + url().substr(scheme.size());
}

std::optional<BrokerAddress> parse_broker_address(std::string_view url) {
    if (url.substr(0, scheme.size()) != scheme) return std::nullopt;
    url.remove_prefix(scheme.size());
    if (!url.empty() && url.back() == '/') url.remove_suffix(1);

    BrokerAddress address;
    if (const auto at = url.rfind('@'); at != std::string_view::npos) {
        if (!parse_credentials(url.substr(0, at), address)) return std::nullopt;
        url.remove_prefix(at + 1);
    }
    if (!parse_host_and_port(url, address)) return std::nullopt;
    return address;
}

}  // namespace otbench::sim
