#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "bus/master/master.hpp"
#include "sim/host/master/port_line.hpp"

namespace otbench::app {

/// What every verb with a master of its own lets its user say.
struct MasterArguments {
    std::string from;
    double baud = 2400;
    std::string parity = "even";
    std::string style = "standard";
    int repeats = -1;  ///< -1: the style's
    int allowance_ms = 100;
    std::string preamble;  ///< hex
    bool trace = false;
};

/// Adds --from, --baud, --parity, --style, --repeats, --allowance, --preamble and --trace to `verb`.
void add_master_options(CLI::App& verb, MasterArguments& arguments);

/// A master and the line it works on.
struct OpenMaster {
    std::unique_ptr<sim::PortLine> line;
    std::unique_ptr<bus::Master> master;
    int exit_code = 0;  ///< when `master` is null: complaints are on standard error

    /// Opens the endpoint. `verb` begins its complaints: "otbench read".
    OpenMaster(const MasterArguments& arguments, const char* verb);
};

}  // namespace otbench::app
