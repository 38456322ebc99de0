#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace otbench::tests {

/// A running `otbench emulate`, or another verb like it, ready for clients.
class Emulator {
public:
    explicit Emulator(std::vector<std::string> arguments);
    /// The same for another verb that says where it is reached, then "ready".
    Emulator(const std::string& verb, const std::vector<std::string>& arguments);
    ~Emulator();

    /// The port of its first tcp-listen or rfc2217-listen endpoint, and those of all.
    [[nodiscard]] std::string port() const { return ports().at(0); }
    [[nodiscard]] std::vector<std::string> ports() const;
    /// Interrupts it; its exit code.
    int stop();
    /// All that it logged so far.
    [[nodiscard]] std::string log() const { return read_file(folder_ / "log"); }
    /// Its hints, warnings and errors so far.
    [[nodiscard]] std::string errors() const { return read_file(folder_ / "errors"); }
    /// A file in a folder that goes with it.
    [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }

private:
    void start(const std::vector<std::string>& arguments);

    TemporaryFolder folder_;
    struct Process;
    std::unique_ptr<Process> process_;
    std::vector<std::string> reached_;
};

/// Runs a script of tests/clients with the interpreter at that path. What it printed, as JSON; fails the test when it
/// failed.
nlohmann::json run_client(const std::string& interpreter, const std::string& script,
                          const std::vector<std::string>& arguments);

}  // namespace otbench::tests
