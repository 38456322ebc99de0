#include "base/rpc/dispatcher.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <optional>

#include "base/config/suggest.hpp"

namespace otbench::rpc {
namespace {

using nlohmann::json;

std::string text_of(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The value that a line holds.
boost::system::result<Request, Failure> parse(std::string_view line) {
    if (line.size() > longest_line)
        return Failure{Code::parse_error,
                       fmt::format("the line is too long (expected at most {} bytes)", longest_line)};
    bool too_deep = false;
    const auto watch_depth = [&](int depth, Request::parse_event_t /*event*/, Request& /*value*/) {
        too_deep = too_deep || depth > deepest_nesting;
        return !too_deep;
    };
    try {
        Request value = Request::parse(line.begin(), line.end(), watch_depth);
        if (!too_deep) return value;
        return Failure{Code::parse_error,
                       fmt::format("the nesting is too deep (expected at most {} levels)", deepest_nesting)};
    } catch (const Request::parse_error& error) {
        return Failure{Code::parse_error,
                       fmt::format("invalid JSON at byte {} (expected an object, in UTF-8)", error.byte)};
    } catch (const Request::out_of_range&) {
        return Failure{Code::parse_error, "invalid JSON (expected numbers that fit into 64 bits)"};
    }
}

bool is_id(const Request& id) {
    return id.is_string() || id.is_number_integer() || id.is_null();
}

/// Whether a value is of a type.
bool fits(const Type& type, const Request& value) {
    return ((type.values & text_value) != 0 && value.is_string()) ||
           ((type.values & number_value) != 0 && value.is_number()) ||
           ((type.values & whole_value) != 0 && value.is_number_unsigned()) ||
           ((type.values & truth_value) != 0 && value.is_boolean()) ||
           ((type.values & object_value) != 0 && value.is_object()) ||
           ((type.values & list_value) != 0 && value.is_array());
}

/// What is wrong with the parameters of a call.
std::optional<std::string> complaint(const Method& method, const Request& parameters) {
    std::vector<std::string_view> known;
    for (const Parameter& parameter : method.parameters) {
        known.push_back(parameter.name);
        const auto given = parameters.find(std::string{parameter.name});
        if (given == parameters.end()) {
            if (parameter.required)
                return fmt::format("{}: missing parameter '{}' (expected {})", method.name, parameter.name,
                                   parameter.type.wording);
            continue;
        }
        const bool is_list_of_texts =
            &parameter.type != &types::texts ||
            std::all_of(given->begin(), given->end(), [](const Request& v) { return v.is_string(); });
        if (!fits(parameter.type, *given) || !is_list_of_texts)
            return fmt::format("{}: invalid parameter '{}' (expected {})", method.name, parameter.name,
                               parameter.type.wording);
    }
    for (const auto& [name, value] : parameters.items())
        if (std::find(known.begin(), known.end(), name) == known.end())
            return fmt::format("{}: unknown parameter '{}'{}", method.name, name, config::did_you_mean(name, known));
    return std::nullopt;
}

json error_of(const Failure& failure) {
    json error{{"code", static_cast<int>(failure.code)}, {"message", failure.message}};
    if (!failure.data.is_null()) error["data"] = failure.data;
    return error;
}

std::string response(const Request& id, const Outcome& outcome) {
    json answer{{"jsonrpc", "2.0"}, {"id", json(id)}};
    if (outcome)
        answer["result"] = *outcome;
    else
        answer["error"] = error_of(outcome.error());
    return text_of(answer);
}

/// What is wrong with the members of a request that precede its method.
std::optional<Failure> form_of(const Request& request) {
    const auto invalid = [](const char* why) { return Failure{Code::invalid_request, why}; };
    if (!request.is_object()) return invalid("the line is not a request (expected an object)");
    if (request.value("jsonrpc", Request{}) != "2.0") return invalid("invalid version (expected \"jsonrpc\": \"2.0\")");
    if (!is_id(request.value("id", Request{}))) return invalid("invalid id (expected a text or a whole number)");
    if (!request.value("method", Request{}).is_string()) return invalid("invalid method (expected a text)");
    const Request parameters = request.value("params", Request::object());
    if (!parameters.is_object())
        return Failure{Code::invalid_parameters, "parameters have names (expected \"params\": an object)"};
    return std::nullopt;
}

json parameters_of(const Method& method) {
    json all = json::array();
    for (const Parameter& parameter : method.parameters)
        all.push_back({{"name", parameter.name},
                       {"type", parameter.type.name},
                       {"required", parameter.required},
                       {"help", parameter.help}});
    return all;
}

}  // namespace

Dispatcher::Dispatcher(std::string program) : program_(std::move(program)) {
    add({"version", "Tells the versions of the program and of this interface.", {}, "`program`, `protocol`"},
        [this](const Call& /*call*/) -> Outcome {
            return json{{"program", program_}, {"protocol", protocol_version}};
        });
    add({"rpc.describe", "Describes all methods, as in this table.", {}, "`methods`, `errors`, `protocol`"},
        [this](const Call& /*call*/) -> Outcome { return description(); });
}

void Dispatcher::add(Method method, Handler handler) {
    rows_.push_back({std::move(method), std::move(handler)});
}

const Dispatcher::Row* Dispatcher::find(std::string_view name) const {
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.method.name == name; });
    return found == rows_.end() ? nullptr : &*found;
}

Outcome Dispatcher::perform(const Request& request, ClientId client) const {
    const auto& name = request.at("method").get_ref<const std::string&>();
    const Row* row = find(name);
    if (row == nullptr) {
        std::vector<std::string_view> known;
        for (const Row& each : rows_) known.push_back(each.method.name);
        return Failure{Code::unknown_method,
                       fmt::format("unknown method '{}'{}", name, config::did_you_mean(name, known))};
    }
    const Request parameters = request.value("params", Request::object());
    if (auto wrong = complaint(row->method, parameters)) return Failure{Code::invalid_parameters, std::move(*wrong)};
    return row->handler({client, parameters, request.value("id", Request{})});
}

std::string Dispatcher::answer(std::string_view line, ClientId client) {
    const auto request = parse(line);
    if (!request) return response(nullptr, request.error());
    if (auto wrong = form_of(*request)) {
        const Request id = request->is_object() ? request->value("id", Request{}) : Request{};
        return response(is_id(id) ? id : Request{}, *wrong);
    }
    Outcome outcome = Failure{Code::internal_error, "no result"};
    try {
        outcome = perform(*request, client);
    } catch (const std::exception& error) {
        outcome = Failure{Code::internal_error, error.what()};
    }
    return request->contains("id") ? response(request->at("id"), outcome) : std::string{};
}

json Dispatcher::description() const {
    json methods = json::array(), errors = json::array();
    for (const Row& row : rows_)
        methods.push_back({{"name", row.method.name},
                           {"help", row.method.help},
                           {"parameters", parameters_of(row.method)},
                           {"result", row.method.result}});
    for (const CodeDescription& each : codes())
        errors.push_back({{"code", static_cast<int>(each.code)}, {"meaning", each.meaning}});
    return {{"protocol", protocol_version}, {"methods", methods}, {"errors", errors}};
}

std::string Dispatcher::method_table() const {
    std::string text = "| method | does | parameters | result |\n|---|---|---|---|\n";
    for (const Row& row : rows_) {
        std::string parameters;
        for (const Parameter& parameter : row.method.parameters)
            parameters += fmt::format("{}`{}`{}: {}. {}", parameters.empty() ? "" : "<br>", parameter.name,
                                      parameter.required ? " (required)" : "", parameter.type.name, parameter.help);
        text += fmt::format("| `{}` | {} | {} | {} |\n", row.method.name, row.method.help,
                            parameters.empty() ? "none" : parameters, row.method.result);
    }
    return text;
}

std::string error_table() {
    std::string text = "| error | means |\n|---|---|\n";
    for (const CodeDescription& each : codes())
        text += fmt::format("| `{}` | {} |\n", static_cast<int>(each.code), each.meaning);
    return text;
}

std::string notification(std::string_view method, const json& parameters) {
    return text_of({{"jsonrpc", "2.0"}, {"method", method}, {"params", parameters}});
}

}  // namespace otbench::rpc
