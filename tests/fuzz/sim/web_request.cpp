// Requests over HTTP as clients send them: a first line's target, then a body. Each finds a route or is refused.
#include "sim/host/web/rest_routes.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    const auto text = fuzz::text_of(data, size);
    const auto end = std::min(text.find('\n'), text.size());
    const auto body = text.substr(std::min(end + 1, text.size()));
    const auto target = text.substr(0, end);
    for (const char* verb : {"GET", "HEAD", "PUT", "POST", "DELETE", "CONNECT"}) {
        const auto route = sim::find_route(verb, target);
        const auto call = route ? sim::read_call(**route, target, body) : route.error();
        if (call) {
            fuzz::require(call->route->verb == sim::answered_verb(verb), "the route of the verb");
            fuzz::require(call->parameters.is_object(), "parameters by name");
            fuzz::require(!call->parameters.dump().empty(), "parameters in UTF-8");
        } else {
            fuzz::require(call.error().status >= 400 && call.error().status < 500, "an error of the client");
            fuzz::require(!sim::json_of(call.error()).dump().empty(), "a message in UTF-8");
        }
    }
    return 0;
}
