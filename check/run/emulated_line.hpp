#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "check/case.hpp"
#include "check/client/client.hpp"
#include "check/result.hpp"
#include "meters/line/fleet.hpp"

// What runs of clients and of gateways have in common.
namespace otbench::check {

/// The value; throws its error as std::runtime_error.
template <class T>
T checked(Checked<T> value) {
    if (!value) throw std::runtime_error{value.error().message};
    return std::move(*value);
}

/// The line at an endpoint. A meter listens at the line's speed unless its description has one.
[[nodiscard]] meters::BusDescription described(const Line& line, const std::string& endpoint);

/// The placeholders of a line that is reached at "tcp-listen:127.0.0.1:40312" or "pty:/tmp/x/line (/dev/pts/3)".
[[nodiscard]] Replacements words_of(const Line& line, const std::string& reached);

/// The result of a case before it is run; `replay` is the command line up to its name.
[[nodiscard]] CaseResult blank_result(const Case& judged, std::string_view group, const std::string& replay);

}  // namespace otbench::check
