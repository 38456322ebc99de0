#pragma once

#include <memory>
#include <string>

#include "bus/capture/line_capture.hpp"
#include "sim/host/ports/endpoint.hpp"

namespace otbench::sim {

/// Stands between a master and a bus, or listens to a bus, and captures what passes.
class Relay {
public:
    /// `usual`: speed and shape of characters where the endpoints do not say. `capture` must outlive this. From now on
    /// SIGINT, SIGTERM and SIGHUP end `run` instead of the process.
    Relay(bus::LineCapture& capture, const bus::UartFormat& usual);
    ~Relay();

    /// What comes at `master` goes to `bus` and back; of several clients only the last one that sent gets answers.
    /// Throws std::runtime_error with a line for the user. Returns how the master reaches it.
    std::string between(const Endpoint& master, const Endpoint& bus);
    /// Only reads at `bus`, where both directions are heard; who sent a frame follows from the frame. Throws likewise.
    std::string listen(const Endpoint& bus);

    /// Runs until a signal comes, or the connection to the bus is lost: then it throws `bus::LineLost`.
    void run();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace otbench::sim
