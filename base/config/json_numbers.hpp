#pragma once

#include <cstdint>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace otbench {

/// The whole number that `value` is; true and false count as 1 and 0. `what` names it in the message. Throws
/// `std::invalid_argument` for anything else and for a number outside `low` to `high`.
std::int64_t json_integer(const nlohmann::json& value, std::string_view what, std::int64_t low, std::int64_t high);

/// The same for all that an `Integer` of up to 64 bits with a sign, or 32 without, can be.
template <class Integer>
Integer json_integer(const nlohmann::json& value, std::string_view what) {
    using Limits = std::numeric_limits<Integer>;
    return static_cast<Integer>(json_integer(value, what, Limits::min(), Limits::max()));
}

/// The number that `value` is. Throws `std::invalid_argument` for anything else and outside `low` to `high`.
double json_number(const nlohmann::json& value, std::string_view what, double low, double high);

}  // namespace otbench
