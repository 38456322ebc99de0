#pragma once

#include <optional>
#include <string>

#include "sim/host/control/control_endpoint.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// `--web`: where browsers find the bench.
struct WebOption {
    std::string address;  ///< "127.0.0.1:8080"; empty: nowhere

    void add_to(CLI::App& verb);
    [[nodiscard]] bool is_given() const { return !address.empty(); }
    /// What the address means; nothing after a complaint. Call it when the option is given.
    [[nodiscard]] std::optional<sim::ControlEndpoint> endpoint(const char* verb) const;
};

/// The token in OTBENCH_CONTROL_TOKEN; empty: none.
[[nodiscard]] std::string control_token();

}  // namespace otbench::app
