#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/event_sink.hpp"
#include "bus/capture/line_capture.hpp"
#include "meters/line/fleet.hpp"
#include "sim/host/control/control_endpoint.hpp"

namespace otbench::sim {

/// Buses with meters in real time, for clients that are other programs.
class Emulation {
public:
    /// From now on SIGINT, SIGTERM and SIGHUP end `run` instead of the process. `events` must outlive the emulation.
    explicit Emulation(EventSink& events);
    ~Emulation();

    /// Captures every bus that is added from now on where `capture_of` says for its name; that must outlive this.
    void capture(std::function<bus::LineCapture&(const std::string& bus)> capture_of);

    /// A frame of a bus that is captured, for the journal of the control interface. The oldest are forgotten.
    void remember(const std::string& bus, const bus::CapturedFrame& frame);

    /// Makes a bus with its meters and opens its endpoints. Throws, with a line for the user, std::invalid_argument for
    /// a wrong description and std::runtime_error when an endpoint cannot be opened.
    /// Returns how clients reach it, a text an endpoint.
    std::vector<std::string> add(const meters::BusDescription& description, const meters::ProfileIndex& index);

    /// Null if the name is unknown.
    [[nodiscard]] meters::Meter* find(const std::string& name);
    [[nodiscard]] std::vector<const meters::Meter*> meters() const;
    [[nodiscard]] std::size_t buses() const;
    [[nodiscard]] std::size_t clients() const;
    /// How late octets came to clients, a text for each bus; empty before the first one.
    [[nodiscard]] std::string lateness() const;

    /// Lets other programs read and change the meters (docs/user/control.md), and add meters of `profiles`. Returns how
    /// they connect: "unix:/tmp/control". Throws std::runtime_error with a line for the user.
    std::string open_control(const ControlEndpoint& endpoint, const meters::ProfileIndex& profiles);

    /// Runs until a signal comes or `stop` is called; calls `tick` every `period` unless that is 0.
    void run(Nanoseconds period, const std::function<void()>& tick);
    /// Ends `run`; to be called by `tick`.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace otbench::sim
