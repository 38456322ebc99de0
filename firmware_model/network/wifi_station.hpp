#pragma once

#include <functional>
#include <string>

#include "firmware_model/network/network_port.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// The firmware's care for its Wi-Fi connection: a tick that checks for an address, and the time after which it gives
/// up (spec: firmware, sections 1.7 and 1.8).
class WifiStation {
public:
    /// `on_address` is called at the tick that finds an address, `on_timeout` when there was none for 300 s.
    WifiStation(Processor& processor, NetworkPort& network, std::function<void()> on_address,
                std::function<void()> on_timeout)
        : processor_(processor),
          network_(network),
          on_address_(std::move(on_address)),
          on_timeout_(std::move(on_timeout)) {}

    void connect(const std::string& ssid);

    /// The chip has got or lost its address: the firmware notices at the next tick.
    void got_address() { has_address_ = true; }
    [[nodiscard]] bool has_address() const { return has_address_; }
    /// The association is gone; starts looking for another one.
    void lost();

private:
    void watch();
    void tick();

    Processor& processor_;
    NetworkPort& network_;
    std::function<void()> on_address_;
    std::function<void()> on_timeout_;

    std::string ssid_;
    bool has_address_ = false;
    int ticks_without_address_ = 0;
    TimerId ticks_ = TimerId::none;
    TimerId timeout_ = TimerId::none;
};

}  // namespace otbench::firmware
