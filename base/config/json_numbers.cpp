#include "base/config/json_numbers.hpp"

#include <fmt/core.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

namespace otbench {
namespace {

using nlohmann::json;

std::optional<std::int64_t> whole_number(const json& value) {
    constexpr double too_large = 9223372036854775808.0;  // 2^63
    if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        return number <= std::numeric_limits<std::int64_t>::max() ? std::optional{static_cast<std::int64_t>(number)}
                                                                  : std::nullopt;
    }
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_number()) return std::nullopt;
    const auto number = value.get<double>();
    if (!(number >= -too_large && number < too_large) || std::trunc(number) != number) return std::nullopt;
    return static_cast<std::int64_t>(number);
}

/// The value as in the file, shortened for a message.
std::string shown(const json& value) {
    constexpr std::size_t longest = 40;
    const auto text = value.dump(-1, ' ', true, json::error_handler_t::replace);
    return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

}  // namespace

std::int64_t json_integer(const json& value, std::string_view what, std::int64_t low, std::int64_t high) {
    const auto number = whole_number(value);
    if (number && *number >= low && *number <= high) return *number;
    throw std::invalid_argument{
        fmt::format("invalid {} {} (expected a whole number from {} to {})", what, shown(value), low, high)};
}

double json_number(const json& value, std::string_view what, double low, double high) {
    if (value.is_number() && value.get<double>() >= low && value.get<double>() <= high) return value.get<double>();
    throw std::invalid_argument{
        fmt::format("invalid {} {} (expected a number from {} to {})", what, shown(value), low, high)};
}

}  // namespace otbench
