#pragma once

#include <boost/core/span.hpp>
#include <boost/system/result.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/rpc/method.hpp"

namespace otbench::sim {

/// A parameter in the query of a request: "?kind=REQ_UD2".
struct QueryParameter {
    std::string_view name;  ///< also that of the method
    const rpc::Type* type;  ///< text, whole or texts
};

/// A request over HTTP that calls a method of the control interface.
struct RestRoute {
    std::string_view verb;    ///< "GET"
    std::string_view path;    ///< segments in braces are parameters of the method, but for `{key}`
    std::string_view method;  ///< of the control interface
    std::string_view help;    ///< a sentence that begins with a verb
    std::string_view member;  ///< what of the result is the answer, in it `{key}`; empty: the result
    std::string_view body;    ///< the parameter that the body is, or in it `{key}`; empty: no body
    std::vector<QueryParameter> query = {};
};

/// All of them.
[[nodiscard]] boost::span<const RestRoute> rest_routes();

/// Why a request over HTTP is refused.
struct WebError {
    unsigned status = 400;
    std::string message;       ///< one line
    std::string allow = {};    ///< of 405: the verbs that the path has, "GET, HEAD, PUT"
    nlohmann::json data = {};  ///< details for programs; null: none
};

/// What a request asks the control interface for.
struct RestCall {
    const RestRoute* route = nullptr;
    std::string key;  ///< what stands for `{key}`
    nlohmann::json parameters = nlohmann::json::object();
};

/// The path of a target, without its query.
[[nodiscard]] std::string_view path_of(std::string_view target);

/// The route of a request: HEAD has that of GET. `target` is as in the first line of the request.
[[nodiscard]] boost::system::result<const RestRoute*, WebError> find_route(std::string_view verb,
                                                                           std::string_view target);

/// What a request calls by its route; `body` is JSON where the route has one.
[[nodiscard]] boost::system::result<RestCall, WebError> read_call(const RestRoute& route, std::string_view target,
                                                                  std::string_view body);

/// The verb whose answer a request wants: HEAD wants the head of that to GET.
[[nodiscard]] std::string_view answered_verb(std::string_view verb);
/// Of a request with another verb than those of its path.
[[nodiscard]] WebError wrong_verb(const std::vector<std::string_view>& verbs);

/// The answer to a call from what the control interface answered, an object of JSON-RPC.
[[nodiscard]] boost::system::result<nlohmann::json, WebError> answer_of(const RestCall& call,
                                                                        const nlohmann::json& response);

/// {"error": {"status": 404, "message": "…"}}
[[nodiscard]] nlohmann::json json_of(const WebError& error);

[[noreturn]] void throw_exception_from_error(const WebError& error, const boost::source_location& where);

}  // namespace otbench::sim
