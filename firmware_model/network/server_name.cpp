#include "firmware_model/network/server_name.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {

bool is_ipv4_address(const std::string& text) {
    constexpr int numbers = 4;
    constexpr int largest = 255;
    int dots = 0;
    int digits = 0;
    int value = 0;
    for (const char c : text) {
        if (c == '.') {
            if (digits == 0) return false;
            ++dots;
            digits = value = 0;
        } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
            value = value * 10 + (c - '0');
            ++digits;
            if (value > largest) return false;
        } else {
            return false;
        }
    }
    return dots == numbers - 1 && digits > 0;
}

std::string to_ipv4_address(std::string_view text) {
    constexpr int numbers = 4;
    std::string address;
    for (int i = 0; i < numbers; ++i) {
        const auto dot = text.find('.');
        address += fmt::format("{}{}", i == 0 ? "" : ".", static_cast<std::uint8_t>(to_number(text.substr(0, dot))));
        text = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    }
    return address;
}

std::string full_server_name(const std::string& server, const std::string& domain) {
    const bool has_dot = server.find('.') != std::string::npos;
    const bool has_word =
        std::any_of(server.begin(), server.end(), [](unsigned char c) { return c != '.' && std::isdigit(c) == 0; });
    if (domain.empty() || is_ipv4_address(server) || (has_dot && has_word)) return server;
    return server + "." + domain;
}

}  // namespace otbench::firmware
