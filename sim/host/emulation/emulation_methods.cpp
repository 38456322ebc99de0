#include "sim/host/emulation/emulation_methods.hpp"

#include <fmt/core.h>

#include "base/rpc/dispatcher.hpp"
#include "meters/line/control.hpp"

namespace otbench::sim {
namespace {

/// A word as `meters::command_words` reads it.
std::string quoted_word(const std::string& word) {
    std::string text = "\"";
    for (const char c : word) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

}  // namespace

std::unique_ptr<rpc::Dispatcher> make_emulation_methods(
    const std::function<Checked<std::string>(const std::string& line)>& execute) {
    auto dispatcher = std::make_unique<rpc::Dispatcher>("otbench emulate");
    for (const meters::ControlCommand& command : meters::control_commands())
        dispatcher->add({command.name,
                         command.meaning,
                         {{"arguments", rpc::types::texts, false, command.arguments}},
                         "a list of objects"},
                        [execute, command](const rpc::Call& call) -> rpc::Outcome {
                            std::string line = fmt::format("json {}", command.name);
                            for (const auto& word : call.get<std::vector<std::string>>("arguments"))
                                line += ' ' + quoted_word(word);
                            const auto output = execute(line);
                            if (!output) return rpc::Failure{rpc::Code::bad_input, output.error().message};
                            return nlohmann::json::parse(*output);
                        });
    return dispatcher;
}

}  // namespace otbench::sim
