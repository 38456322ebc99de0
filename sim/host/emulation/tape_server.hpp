#pragma once

#include <memory>
#include <string>
#include <vector>

#include "meters/meter.hpp"
#include "meters/tape/tape.hpp"

namespace otbench::sim {

/// The slaves of a tape in real time, with meters for what is not on it, for clients at as many endpoints as one likes;
/// an answer goes to the client that sent last.
class TapeServer {
public:
    /// From now on SIGINT, SIGTERM and SIGHUP end `run` instead of the process.
    TapeServer(const meters::Tape& tape, std::vector<std::unique_ptr<meters::Meter>> meters);
    ~TapeServer();

    /// Throws, with a line for the user, std::invalid_argument for an invalid endpoint and std::runtime_error
    /// when it cannot be opened. Returns how clients reach it.
    std::string open(const std::string& endpoint);
    /// Runs until a signal comes.
    void run();

    /// Of the requests, those that are not on the tape.
    [[nodiscard]] std::size_t unknown() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace otbench::sim
