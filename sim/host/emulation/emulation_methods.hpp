#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/checked.hpp"

namespace otbench::rpc {
class Dispatcher;
}

namespace otbench::sim {

/// The commands of an emulation as methods of JSON-RPC: each has the name of the command, a parameter `arguments`, a
/// list of texts, and returns what the command prints with `json`. `execute` executes a command.
[[nodiscard]] std::unique_ptr<rpc::Dispatcher> make_emulation_methods(
    const std::function<Checked<std::string>(const std::string& line)>& execute);

}  // namespace otbench::sim
