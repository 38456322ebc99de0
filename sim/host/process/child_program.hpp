#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace otbench::sim {

/// A program that the bench starts as a child.
struct ChildProgram {
    std::vector<std::string> command;                ///< program (searched in PATH) and arguments
    std::map<std::string, std::string> environment;  ///< beside the bench's own
    std::string log_file;                            ///< what it prints is appended; empty: dropped
    std::string error_file = {};                     ///< for its standard error alone; empty: that goes there, too
};

/// A child cannot go on, through its own fault: a line for the user, who is told which device it is.
class PeerError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// How a process ended.
struct PeerExit {
    int code = 0;    ///< when no signal did it
    int signal = 0;  ///< 0: none
};

}  // namespace otbench::sim
