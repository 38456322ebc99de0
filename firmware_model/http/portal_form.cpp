#include "firmware_model/http/portal_form.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>

#include "base/numbers.hpp"
#include "firmware_model/network/server_name.hpp"
#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {
namespace {

namespace layout = config_layout;

/// A field of the form and what it sets. A choice has the words for 0 and 1.
struct FormField {
    enum class Kind : std::uint8_t { text, port, address, choice };
    std::string_view name;
    std::string_view label;
    ConfigField field;
    Kind kind = Kind::text;
    std::array<std::string_view, 2> words = {};
};

using Kind = FormField::Kind;
constexpr std::array<FormField, 15> fields = {{
    {"ssid", "WiFi SSID", layout::ssid},
    {"password", "WiFi password", layout::password},
    {"mqtt_svr", "MQTT server", layout::mqtt_server},
    {"mqtt_port", "MQTT port", layout::mqtt_port, Kind::port},
    {"mqtt_user", "MQTT user", layout::mqtt_user},
    {"mqtt_pass", "MQTT password", layout::mqtt_password},
    {"enable_ap", "Keep AP active", layout::keep_ap_active, Kind::choice, {"no", "yes"}},
    {"http_svr", "MQTT HTTPD", layout::mqtt_httpd, Kind::choice, {"disabled", "enabled"}},
    {"domain_name", "Domain", layout::domain},
    {"ip_config", "IP configuration", layout::manual_address, Kind::choice, {"dhcp", "manual"}},
    {"ip_addr", "IP address", layout::ip_address, Kind::address},
    {"subnet", "Subnet mask", layout::ip_mask, Kind::address},
    {"gateway", "Gateway", layout::ip_gateway, Kind::address},
    {"dns1", "DNS 1", layout::ip_dns1, Kind::address},
    {"dns2", "DNS 2", layout::ip_dns2, Kind::address},
}};

constexpr unsigned bits_of_octet = 8;

/// Stored with the first number in the first byte.
std::string address_text(std::uint32_t address) {
    std::string text;
    for (unsigned i = 0; i < sizeof address; ++i) {
        text += fmt::format("{}{}", i == 0 ? "" : ".", static_cast<std::uint8_t>(address >> bits_of_octet * i));
    }
    return text;
}

std::optional<std::uint32_t> parse_address(const std::string& text) {
    if (!is_ipv4_address(text)) return std::nullopt;
    std::uint32_t address = 0;
    std::string_view rest = text;
    for (unsigned i = 0; i < sizeof address; ++i) {
        address |= static_cast<std::uint32_t>(to_number(rest)) << bits_of_octet * i;
        rest.remove_prefix(std::min(rest.find('.') + 1, rest.size()));
    }
    return address;
}

std::string shown(const StoredConfig& config, const FormField& field) {
    if (field.kind == Kind::text) return config.text(field.field);
    const std::uint32_t number = config.number(field.field);
    if (field.kind == Kind::address) return address_text(number);
    if (field.kind == Kind::choice) return std::string{field.words.at(number == 0 ? 0 : 1)};
    return fmt::format("{}", number);
}

std::optional<std::uint32_t> parse_number(const FormField& field, const std::string& text) {
    if (field.kind == Kind::address) return parse_address(text);
    if (field.kind == Kind::port) {
        const auto port = parse_whole_number(text, 0, std::numeric_limits<std::uint16_t>::max());
        return port ? std::optional{static_cast<std::uint32_t>(*port)} : std::nullopt;
    }
    const auto* const word = std::find(field.words.begin(), field.words.end(), text);
    if (word == field.words.end()) return std::nullopt;
    return static_cast<std::uint32_t>(word - field.words.begin());
}

void store(StoredConfig& config, const FormField& field, const std::string& text) {
    if (field.kind == Kind::text) {
        config.set_terminated_text(field.field, text);
    } else if (const auto number = parse_number(field, text)) {
        config.set_number(field.field, *number);
    }
}

std::string escaped(std::string_view text) {
    static const std::map<char, std::string_view> entities = {
        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};
    std::string escaped_text;
    for (const char c : text) {
        const auto entity = entities.find(c);
        if (entity == entities.end()) {
            escaped_text += c;
        } else {
            escaped_text += entity->second;
        }
    }
    return escaped_text;
}

/// The text that `%XX` and `+` stand for; a per cent sign without two digits stays.
std::string url_decoded(std::string_view text) {
    std::string decoded;
    while (!text.empty()) {
        const bool is_code = text.front() == '%' && text.size() > 2 && is_hex_digit(text[1]) && is_hex_digit(text[2]);
        decoded += is_code               ? static_cast<char>(hex_value(text[1]) << 4 | hex_value(text[2]))
                   : text.front() == '+' ? ' '
                                         : text.front();
        text.remove_prefix(is_code ? 3 : 1);
    }
    return decoded;
}

}  // namespace

std::string portal_page(const StoredConfig& config) {
    std::string page = "<html><body><form method=\"post\">";
    for (const FormField& field : fields) {
        page += fmt::format("<label>{} <input name=\"{}\" value=\"{}\"></label><br>", field.label, field.name,
                            escaped(shown(config, field)));
    }
    return page + "<input type=\"submit\"></form></body></html>";
}

bool apply_portal_form(StoredConfig& config, std::string_view body) {
    const StoredConfig before = config;
    while (!body.empty()) {
        const auto pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(pair.size() + 1, body.size()));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        const std::string name = url_decoded(pair.substr(0, equals));
        const auto* const field =
            std::find_if(fields.begin(), fields.end(), [&](const FormField& f) { return f.name == name; });
        if (field != fields.end()) store(config, *field, url_decoded(pair.substr(equals + 1)));
    }
    if (std::equal(config.octets().begin(), config.octets().end(), before.octets().begin())) return false;
    config.seal();
    return true;
}

}  // namespace otbench::firmware
