#include "sim/host/broker/broker_address.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/numbers.hpp"

namespace otbench::sim {
namespace {

constexpr std::string_view plain_scheme = "mqtt://", tls_scheme = "mqtts://";
constexpr std::uint16_t tls_port = 8883;

/// An option behind the question mark.
struct UrlOption {
    std::string_view name;
    std::string BrokerAddress::*member;
    bool needs_tls;
};
constexpr std::array<UrlOption, 5> url_options{{
    {"ca", &BrokerAddress::ca, true},
    {"cert", &BrokerAddress::certificate, true},
    {"key", &BrokerAddress::key, true},
    {"lock-step", &BrokerAddress::lock_step, false},
    {"password-file", &BrokerAddress::password_file, false},
}};

/// "mqtt://" or "mqtts://", with which a text begins; else nothing.
std::string_view scheme_of(std::string_view text) {
    for (const auto scheme : {plain_scheme, tls_scheme})
        if (text.substr(0, scheme.size()) == scheme) return scheme;
    return {};
}

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

/// Takes the options behind the question mark; why not, if they are wrong.
Checked<void> parse_options(std::string_view text, BrokerAddress& address) {
    while (!text.empty()) {
        const auto option = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), option.size() + 1));
        const auto name = option.substr(0, option.find('='));
        const auto known = std::find_if(url_options.begin(), url_options.end(),
                                        [&](const UrlOption& candidate) { return candidate.name == name; });
        if (known == url_options.end())
            return InputError{fmt::format(
                "unknown option '{}' of a broker (expected ca, cert, key, lock-step or password-file)", name)};
        if (known->needs_tls && !address.tls)
            return InputError{fmt::format("option '{}' of a broker without TLS (expected mqtts://)", name)};
        const auto value = percent_decode(option.substr(std::min(option.size(), name.size() + 1)));
        if (!value || value->empty())
            return InputError{fmt::format("option '{}' of a broker without a value (expected {}=FILE)", name, name)};
        address.*known->member = *value;
    }
    if (!address.lock_step.empty() && address.lock_step != "no")
        return InputError{fmt::format("invalid lock-step '{}' of a broker (expected no)", address.lock_step)};
    if (address.certificate.empty() != address.key.empty())
        return InputError{"a client certificate needs both files (expected cert=FILE&key=FILE)"};
    if (!address.password_file.empty() && (!address.user || address.password))
        return InputError{"a password file needs a user without a password (expected USER@HOST?password-file=FILE)"};
    return {};
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
    return fmt::format(is_ipv6 ? "{}[{}]:{}" : "{}{}:{}", tls ? tls_scheme : plain_scheme, percent_encode_zone(host),
                       port);
}

std::string BrokerAddress::paho_url() const {
    const auto text = url();
    return (tls ? "ssl://" : "tcp://") + text.substr(scheme_of(text).size());
}

bool is_broker_url(std::string_view text) {
    return !scheme_of(text).empty();
}

Checked<BrokerAddress> parse_broker_address(std::string_view url) {
    const InputError wrong{
        fmt::format("invalid broker '{}' (expected mqtt[s]://[USER[:PASSWORD]@]HOST[:PORT][?OPTIONS])", url)};
    const auto scheme = scheme_of(url);
    if (scheme.empty()) return wrong;
    url.remove_prefix(scheme.size());
    BrokerAddress address;
    address.tls = scheme == tls_scheme;
    if (address.tls) address.port = tls_port;

    const auto question = url.find('?');
    const auto options = question == std::string_view::npos ? std::string_view{} : url.substr(question + 1);
    url = url.substr(0, question);
    if (!url.empty() && url.back() == '/') url.remove_suffix(1);
    if (const auto at = url.rfind('@'); at != std::string_view::npos) {
        if (!parse_credentials(url.substr(0, at), address)) return wrong;
        url.remove_prefix(at + 1);
    }
    if (!parse_host_and_port(url, address)) return wrong;
    if (const auto taken = parse_options(options, address); !taken) return taken.error();
    return address;
}

Checked<void> check_broker(std::string_view text) {
    if (text == "mosquitto" || text == "internal") return {};
    if (!is_broker_url(text))
        return InputError{
            fmt::format("invalid broker '{}' (expected mosquitto, internal or a URL such as mqtt://host:1883)", text)};
    const auto address = parse_broker_address(text);
    return address ? Checked<void>{} : Checked<void>{address.error()};
}

}  // namespace otbench::sim
