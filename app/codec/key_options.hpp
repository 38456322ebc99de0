#pragma once

#include <string>
#include <vector>

#include "bus/security/key_ring.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// The keys of encrypted telegrams, as a command line gives them.
struct KeyArguments {
    std::vector<std::string> keys;
    std::string file;
};

/// Adds --key and --key-file to `verb`.
void add_key_options(CLI::App& verb, KeyArguments& arguments);

/// The keys; the error says which of them is invalid, or that the file cannot be read.
[[nodiscard]] Checked<bus::KeyRing> read_keys(const KeyArguments& arguments);

}  // namespace otbench::app
