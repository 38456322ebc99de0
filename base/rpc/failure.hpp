#pragma once

#include <boost/system/result.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace otbench::rpc {

/// Codes of JSON-RPC 2.0, section 5.1, and of Otbench, which are its exit codes where there is one.
enum class Code : int {
    parse_error = -32700,
    invalid_request = -32600,
    unknown_method = -32601,
    invalid_parameters = -32602,
    internal_error = -32603,
    bad_input = 2,
    environment = 3,
    no_bench = 4,
    cancelled = 5,
    time_limit = 42,
    interrupted = 130,
};

/// A code and when it is sent, for the reference.
struct CodeDescription {
    Code code;
    std::string_view meaning;
};
/// All of them.
[[nodiscard]] const std::vector<CodeDescription>& codes();

/// Why a call has no result.
struct Failure {
    Code code;
    std::string message;       ///< one line for the user
    nlohmann::json data = {};  ///< details for programs; null: none
};

/// What a request holds: its members keep their order, which the steps of scenarios have, too.
using Request = nlohmann::ordered_json;

/// What a call returns.
using Outcome = boost::system::result<nlohmann::json, Failure>;

[[noreturn]] void throw_exception_from_error(const Failure& failure, const boost::source_location& where);

}  // namespace otbench::rpc
