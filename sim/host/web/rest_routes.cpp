#include "sim/host/web/rest_routes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "base/numbers.hpp"
#include "base/rpc/dispatcher.hpp"
#include "base/rpc/failure.hpp"

namespace otbench::sim {
namespace {

using nlohmann::json;
using rpc::Code;

constexpr std::string_view key_segment = "{key}";

const QueryParameter bus_query{"bus", &rpc::types::text};
const QueryParameter name_query{"name", &rpc::types::text};
const QueryParameter since_query{"since_ns", &rpc::types::whole};
const std::vector<QueryParameter> journal_query{bus_query, {"kind", &rpc::types::text}, since_query};

// clang-format off
const RestRoute routes[] = {
    {"GET", "/api/v1/bench", "bench.describe", "Tells what the bench consists of.", "", ""},
    {"GET", "/api/v1/time", "time", "Tells the virtual time since the start.", "", ""},
    {"GET", "/api/v1/buses", "bench.describe", "Lists the buses.", "buses", ""},
    {"GET", "/api/v1/buses/{bus}", "bus.get", "Tells voltages, currents and findings of a bus.", "", ""},
    {"POST", "/api/v1/buses", "bus.add", "Adds a bus.", "", "as", {name_query}},
    {"DELETE", "/api/v1/buses/{bus}", "bus.remove", "Removes a bus.", "", ""},
    {"GET", "/api/v1/buses/{bus}/signals/{signal}", "signal.get", "Tells a signal of a bus and its changes.", "", "", {since_query}},
    {"GET", "/api/v1/meters", "bench.describe", "Lists the meters.", "meters", ""},
    {"GET", "/api/v1/meters/{meter}", "meter.get", "Tells values, settings and counters of a meter.", "", ""},
    {"POST", "/api/v1/meters", "meter.add", "Connects a meter to a bus.", "", "as", {name_query, bus_query}},
    {"DELETE", "/api/v1/meters/{meter}", "meter.remove", "Disconnects a meter.", "", ""},
    {"GET", "/api/v1/meters/{meter}/values", "meter.get", "Tells the values of a meter.", "values", ""},
    {"GET", "/api/v1/meters/{meter}/values/{key}", "meter.get", "Tells a value of a meter.", "values", ""},
    {"PUT", "/api/v1/meters/{meter}/values/{key}", "meter.set", "Changes a value of a meter.", "", "set"},
    {"GET", "/api/v1/meters/{meter}/faults", "meter.get", "Tells the faults of a meter.", "faults", ""},
    {"GET", "/api/v1/meters/{meter}/faults/{key}", "meter.get", "Tells a fault of a meter.", "faults", ""},
    {"PUT", "/api/v1/meters/{meter}/faults/{key}", "meter.set", "Changes a fault of a meter.", "", "set"},
    {"GET", "/api/v1/frames", "journal", "Lists the frames that went over the buses.", "frames", "", journal_query},
    {"GET", "/api/v1/journal", "journal", "Tells the journal: as frames, in an object.", "", "", journal_query},
    {"GET", "/api/v1/counters", "counters", "Tells the counters of meters and buses.", "", ""},
    {"POST", "/api/v1/counters/reset", "counters.reset", "Sets the counters to 0.", "", ""},
    {"GET", "/api/v1/events/since", "events.since", "Tells the events of the trace.", "", "",
     {{"id", &rpc::types::whole}, {"kinds", &rpc::types::texts}, {"limit", &rpc::types::whole}}},
    {"POST", "/api/v1/steps", "step", "Performs a step, or a list of steps.", "", "step"},
};
// clang-format on

using Segments = std::vector<std::string_view>;

Segments split(std::string_view text, char at) {
    Segments parts;
    while (true) {
        const auto end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool is_parameter(std::string_view segment) {
    return !segment.empty() && segment.front() == '{';
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char low = static_cast<char>(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/// Percent-encoded text (RFC 3986, 2.1); nothing when it is malformed, holds control characters, or is not UTF-8.
std::optional<std::string> decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
        result += c;
    }
    const std::string dumped = json(result).dump(-1, ' ', false, json::error_handler_t::ignore);
    if (json::parse(dumped).get_ref<const std::string&>() != result) return std::nullopt;
    return result;
}

/// Whether a path has the form of a route.
bool fits(const Segments& path, std::string_view pattern) {
    const Segments wanted = split(pattern, '/');
    return std::equal(path.begin(), path.end(), wanted.begin(), wanted.end(),
                      [](std::string_view given, std::string_view segment) {
                          return is_parameter(segment) ? !given.empty() : given == segment;
                      });
}

std::optional<json> value_of(const std::string& text, const rpc::Type& type) {
    if (&type == &rpc::types::whole) {
        const auto number = parse_whole_number(text, 0, 9'000'000'000'000'000'000);
        if (!number) return std::nullopt;
        return *number;
    }
    if (&type != &rpc::types::texts) return text;
    json all = json::array();
    for (const auto part : split(text, ',')) all.push_back(std::string{part});
    return all;
}

/// Adds the parameters of a query; an error for one that the route does not have.
std::optional<WebError> take_query(std::string_view query, RestCall& call) {
    if (query.empty()) return std::nullopt;
    for (const auto pair : split(query, '&')) {
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = decoded(pair.substr(0, equals));
        const auto text = decoded(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !text) return WebError{400, "malformed query (expected percent-encoded UTF-8)"};
        const auto& known = call.route->query;
        const auto found =
            std::find_if(known.begin(), known.end(), [&](const QueryParameter& each) { return each.name == *name; });
        if (found == known.end()) return WebError{400, fmt::format("unknown query parameter '{}'", *name)};
        auto value = value_of(*text, *found->type);
        if (!value)
            return WebError{400, fmt::format("invalid {} '{}' (expected {})", *name, *text, found->type->wording)};
        call.parameters[*name] = std::move(*value);
    }
    return std::nullopt;
}

std::optional<WebError> take_path(const Segments& path, RestCall& call) {
    const Segments pattern = split(call.route->path, '/');
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (!is_parameter(pattern[i])) continue;
        auto text = decoded(path[i]);
        if (!text) return WebError{400, "malformed path (expected percent-encoded UTF-8)"};
        if (pattern[i] == key_segment)
            call.key = std::move(*text);
        else
            call.parameters[std::string{pattern[i].substr(1, pattern[i].size() - 2)}] = std::move(*text);
    }
    return std::nullopt;
}

/// Whether JSON is nested no deeper than requests of the control interface may be.
bool is_shallow(std::string_view text) {
    int depth = 0;
    return std::all_of(text.begin(), text.end(), [&](char c) {
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        return depth < rpc::deepest_nesting;
    });
}

std::optional<WebError> take_body(std::string_view body, RestCall& call) {
    if (call.route->body.empty()) return std::nullopt;
    json value = is_shallow(body) ? json::parse(body, nullptr, false) : json(json::value_t::discarded);
    if (value.is_discarded()) return WebError{400, "invalid body (expected JSON, such as \"9800 kWh\")"};
    json& parameter = call.parameters[std::string{call.route->body}];
    if (call.key.empty())
        parameter = std::move(value);
    else
        parameter[call.key] = std::move(value);
    return std::nullopt;
}

struct StatusOfCode {
    Code code;
    unsigned status;
};
constexpr StatusOfCode statuses[] = {
    {Code::internal_error, 500}, {Code::unknown_method, 501}, {Code::environment, 503}, {Code::no_bench, 503},
    {Code::interrupted, 503},    {Code::time_limit, 504},     {Code::cancelled, 409},
};

/// A parameter that is invalid though it has the right type is a name in the path that does not exist.
unsigned status_of(const RestCall& call, int code) {
    if (code == static_cast<int>(Code::invalid_parameters) && call.route->path.find('{') != std::string_view::npos)
        return 404;
    for (const StatusOfCode& each : statuses)
        if (static_cast<int>(each.code) == code) return each.status;
    return 400;
}

}  // namespace

boost::span<const RestRoute> rest_routes() {
    return routes;
}

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

std::string_view answered_verb(std::string_view verb) {
    return verb == "HEAD" ? "GET" : verb;
}

WebError wrong_verb(const std::vector<std::string_view>& verbs) {
    std::string allow;
    for (const std::string_view verb : verbs) {
        allow += allow.empty() ? "" : ", ";
        allow += verb == "GET" ? "GET, HEAD" : verb;
    }
    return {405, fmt::format("invalid method (expected {})", allow), allow};
}

boost::system::result<const RestRoute*, WebError> find_route(std::string_view verb, std::string_view target) {
    const Segments path = split(path_of(target), '/');
    std::vector<std::string_view> verbs;
    for (const RestRoute& route : routes) {
        if (!fits(path, route.path)) continue;
        if (route.verb == answered_verb(verb)) return &route;
        verbs.push_back(route.verb);
    }
    // Its target is a host; there are no tunnels.
    if (verbs.empty() && verb == "CONNECT") return wrong_verb({"GET", "PUT", "POST", "DELETE"});
    if (verbs.empty()) return WebError{404, "unknown path (expected one of /api/v1/openapi.json)"};
    return wrong_verb(verbs);
}

boost::system::result<RestCall, WebError> read_call(const RestRoute& route, std::string_view target,
                                                    std::string_view body) {
    RestCall call;
    call.route = &route;
    const std::string_view path = path_of(target);
    const std::string_view query = target.substr(std::min(path.size() + 1, target.size()));
    if (auto wrong = take_path(split(path, '/'), call)) return *std::move(wrong);
    if (auto wrong = take_query(query, call)) return *std::move(wrong);
    if (auto wrong = take_body(body, call)) return *std::move(wrong);
    return call;
}

boost::system::result<json, WebError> answer_of(const RestCall& call, const json& response) {
    if (const auto error = response.find("error"); error != response.end()) {
        WebError refused{status_of(call, error->at("code").get<int>()), error->at("message").get<std::string>()};
        if (error->contains("data")) refused.data = error->at("data");
        return refused;
    }
    json result = response.at("result");
    if (call.route->member.empty()) return result;
    json part = result.value(std::string{call.route->member}, json());
    if (call.key.empty()) return part;
    if (!part.is_object() || !part.contains(call.key))
        return WebError{404, fmt::format("unknown name '{}' (expected one of {})", call.key, call.route->member)};
    return part.at(call.key);
}

json json_of(const WebError& error) {
    json shown{{"status", error.status}, {"message", error.message}};
    if (!error.data.is_null()) shown["data"] = error.data;
    return {{"error", shown}};
}

void throw_exception_from_error(const WebError& error, const boost::source_location& /*where*/) {
    throw std::runtime_error{error.message};
}

}  // namespace otbench::sim
