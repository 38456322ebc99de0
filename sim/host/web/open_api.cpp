#include "sim/host/web/open_api.hpp"

#include <algorithm>
#include <cctype>

#include "sim/host/web/rest_routes.hpp"

namespace otbench::sim {
namespace {

using nlohmann::ordered_json;

ordered_json schema_of(const rpc::Type& type) {
    if (&type == &rpc::types::whole) return {{"type", "integer"}, {"minimum", 0}};
    return {{"type", "string"}};
}

ordered_json parameter(std::string_view name, const char* place, const rpc::Type& type) {
    return {
        {"name", name}, {"in", place}, {"required", std::string_view{place} == "path"}, {"schema", schema_of(type)}};
}

ordered_json parameters_of(const RestRoute& route) {
    ordered_json all = ordered_json::array();
    for (auto begin = route.path.find('{'); begin != std::string_view::npos; begin = route.path.find('{', begin + 1))
        all.push_back(
            parameter(route.path.substr(begin + 1, route.path.find('}', begin) - begin - 1), "path", rpc::types::text));
    for (const QueryParameter& each : route.query) all.push_back(parameter(each.name, "query", *each.type));
    return all;
}

ordered_json content(ordered_json schema) {
    return {{"application/json", {{"schema", std::move(schema)}}}};
}

ordered_json operation_of(const RestRoute& route) {
    ordered_json operation{{"summary", route.help},
                           {"description", "Calls `" + std::string{route.method} + "` of the control interface."}};
    if (auto parameters = parameters_of(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
    if (!route.body.empty())
        operation["requestBody"] = {{"required", true}, {"content", content(ordered_json::object())}};
    operation["responses"] = {
        {"200", {{"description", "The result"}, {"content", content(ordered_json::object())}}},
        {"default", {{"description", "An error"}, {"content", content({{"$ref", "#/components/schemas/Error"}})}}}};
    return operation;
}

ordered_json error_schema() {
    return {{"type", "object"},
            {"properties",
             {{"error",
               {{"type", "object"},
                {"properties", {{"status", {{"type", "integer"}}}, {"message", {{"type", "string"}}}}}}}}}};
}

}  // namespace

std::string open_api() {
    ordered_json paths = ordered_json::object();
    for (const RestRoute& route : rest_routes()) {
        std::string verb{route.verb};
        std::transform(verb.begin(), verb.end(), verb.begin(), [](unsigned char c) { return std::tolower(c); });
        paths[std::string{route.path}][verb] = operation_of(route);
    }
    const ordered_json rpc_call{
        {"summary", "Calls any method of the control interface, by JSON-RPC 2.0."},
        {"requestBody", {{"required", true}, {"content", content({{"type", "object"}})}}},
        {"responses",
         {{"200", {{"description", "The answer of JSON-RPC"}, {"content", content(ordered_json::object())}}}}}};
    paths["/api/v1/rpc"]["post"] = rpc_call;
    const ordered_json document{{"openapi", "3.0.3"},
                                {"info", {{"title", "Otbench"}, {"version", "1"}}},
                                {"paths", paths},
                                {"components",
                                 {{"schemas", {{"Error", error_schema()}}},
                                  {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}}};
    return document.dump(2) + "\n";
}

}  // namespace otbench::sim
