#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/control/web_option.hpp"

namespace CLI {
class App;
}

namespace otbench::runner {
struct SessionOptions;
}

namespace otbench::app {

/// A bench that clients control: what the options say of it.
struct ControlArguments {
    std::vector<std::string> endpoints;
    WebOption web;
    bool allow_commands = false;

    /// Whether there is a way for clients to come.
    [[nodiscard]] bool are_given() const { return !endpoints.empty() || web.is_given(); }
    /// Adds `--control` and `--web`.
    void add_to(CLI::App& verb);
};

/// The bench that is loaded before the first request of a client.
struct FirstBench {
    std::string file;  ///< empty: none
    std::vector<std::pair<std::string, std::string>> parameters;
    std::optional<std::uint64_t> seed;
    std::string broker, pace, out;
    double value_pace = 1.0;  ///< of values and clocks, against the pace of time
    bool record = true;
};

/// Opens the endpoints and lets `work` do what it does in a process of its own, on the socket of `sim::ControlFront`;
/// the exit code of `verb`.
int run_behind_control(const ControlArguments& arguments, const std::function<int(int fd)>& work, const char* verb);

/// What clients may do with a bench.
[[nodiscard]] runner::SessionOptions session_options(const ControlArguments& arguments);

/// Builds the bench and serves clients until one of them asks for the end, standard input ends or a signal comes; the
/// exit code of `verb`.
int run_controlled(const ControlArguments& arguments, const FirstBench& bench, const char* verb);

}  // namespace otbench::app
