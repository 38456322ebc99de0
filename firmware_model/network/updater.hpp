#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "firmware_model/network/network_port.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// Fetches a new firmware over HTTP (spec: firmware, section 9.6).
class Updater {
public:
    /// `on_end` is called with whether all of it arrived.
    Updater(Processor& processor, NetworkPort& network, std::function<void(bool done)> on_end)
        : processor_(processor), network_(network), on_end_(std::move(on_end)) {}

    [[nodiscard]] bool is_running() const { return running_; }
    /// Asks `host` for `/path`; gives up after 20 s without a connection and after 30 s in all.
    void start(const std::string& host, std::uint16_t port, const std::string& path);
    /// Counts as running from now on although nothing does (quirk Q57).
    void block() { running_ = true; }

    // What the network answers.
    void connected();
    void finished(bool done);

private:
    Processor& processor_;
    NetworkPort& network_;
    const std::function<void(bool done)> on_end_;
    bool running_ = false;
    TimerId connect_timeout_ = TimerId::none;
    TimerId timeout_ = TimerId::none;
};

}  // namespace otbench::firmware
