#include "app/control/web_option.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "app/print_error.hpp"

namespace otbench::app {

void WebOption::add_to(CLI::App& verb) {
    verb.add_option("--web", address,
                    "Serve the page of the bench, and requests over HTTP, here, for example 127.0.0.1:8080; port 0 is "
                    "any free one")
        ->type_name("ADDRESS:PORT")
        ->default_str("none");
}

std::optional<sim::ControlEndpoint> WebOption::endpoint(const char* verb) const {
    const auto parsed = sim::parse_control_endpoint("tcp:" + address);
    if (!parsed) {
        print_error("{}: --web: {}\n", verb, parsed.error().message);
        return std::nullopt;
    }
    if (parsed->is_remote() && control_token().empty()) {
        print_error(
            "{}: --web: other machines reach {} (expected a token in OTBENCH_CONTROL_TOKEN, or an address of this "
            "machine such as 127.0.0.1:8080)\n",
            verb, address);
        return std::nullopt;
    }
    return *parsed;
}

std::string control_token() {
    const char* token = std::getenv("OTBENCH_CONTROL_TOKEN");
    return token != nullptr ? token : "";
}

}  // namespace otbench::app
