#include "circuit/netlist/netlist_command.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

namespace otbench::circuit {
namespace {

// ngspice manual: control blocks 16.4.2 and their commands in comments, files 2.6 and 2.7 (also shortened), XSPICE's
// models that start a process.
constexpr std::array<std::string_view, 6> beginnings{".control", ".exec", ".inc", ".lib", "*#", "*ng_script"};
constexpr std::array<std::string_view, 2> words{"d_process", "d_cosim"};

bool runs_commands(std::string line) {
    std::transform(line.begin(), line.end(), line.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    line.erase(0, line.find_first_not_of(" \t\r\f\v"));
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view begin) { return line.compare(0, begin.size(), begin) == 0; }) ||
           std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return line.find(word) != std::string::npos; });
}

}  // namespace

std::optional<std::string> netlist_command(std::string_view text) {
    std::istringstream lines{std::string{text}};
    for (std::string line; std::getline(lines, line);)
        if (runs_commands(line)) return line;
    return std::nullopt;
}

}  // namespace otbench::circuit
