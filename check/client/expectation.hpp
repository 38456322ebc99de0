#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/checked.hpp"

namespace otbench::check {

/// Where the values are in what a client prints.
class Expectation {
public:
    virtual ~Expectation() = default;

    /// The values in `output`, as they are written there, in order.
    [[nodiscard]] virtual std::vector<std::string> values(const std::string& output) const = 0;
};

/// "text" (every word of the output), "libmbus-xml" (the values of its data records; every word of output without XML,
/// as of a search), "json:/path" (every value at or below that JSON pointer), "regex:PATTERN" (the first group of every
/// match) or "telegram:PATTERN" (the values of the telegrams whose bytes are the hex digits of these groups, one after
/// the other).
[[nodiscard]] Checked<std::shared_ptr<const Expectation>> parse_expectation(const std::string& text);

}  // namespace otbench::check
