#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bus/capture/captured_frame.hpp"
#include "meters/line/control.hpp"

namespace otbench::rpc {
class Dispatcher;
}

namespace otbench::sim {

/// A frame of a bus of an emulation.
struct JournalEntry {
    std::string bus;
    bus::CapturedFrame frame;
};

/// By how much later than due bytes reached clients: of all buses the worst, lately and since the start.
struct EmulationDelay {
    Nanoseconds late{}, most_late{};
};

/// What the methods of an emulation act on.
struct EmulationActions {
    std::function<meters::ControlScope()> scope;  ///< of the present instant
    std::function<void()> refresh;                ///< to be called after changes
    /// Adds a bus; how clients reach it. Throws as `Emulation::add`.
    std::function<std::vector<std::string>(const meters::BusDescription&)> add_bus;
    std::function<void(const std::string& name)> remove_bus;
    std::function<std::vector<std::string>()> endpoints;      ///< of all buses
    std::function<const std::deque<JournalEntry>&()> frames;  ///< the last ones, oldest first
    std::function<EmulationDelay()> delay;
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
