#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "meters/line/control.hpp"

namespace otbench::rpc {
class Dispatcher;
}

namespace otbench::sim {

/// What the methods of an emulation act on.
struct EmulationActions {
    std::function<meters::ControlScope()> scope;  ///< of the present instant
    std::function<void()> refresh;                ///< to be called after changes
    /// Adds a bus; how clients reach it. Throws as `Emulation::add`.
    std::function<std::vector<std::string>(const meters::BusDescription&)> add_bus;
    std::function<void(const std::string& name)> remove_bus;
    std::function<std::vector<std::string>()> endpoints;  ///< of all buses
    std::function<void()> stop;
};

/// Executes a command of `otbench ctl` (see `meters::execute_command`).
[[nodiscard]] Checked<std::string> execute_command(const EmulationActions& actions, const std::string& line);

/// The methods of the control interface that an emulation has; those that a bench has, too, have the same names,
/// parameters and results.
[[nodiscard]] std::unique_ptr<rpc::Dispatcher> make_emulation_methods(EmulationActions actions);

/// They as a table in Markdown.
[[nodiscard]] std::string emulation_method_table();

}  // namespace otbench::sim
