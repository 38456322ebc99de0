#pragma once

#include "base/event_sink.hpp"
#include "firmware_model/network/network_port.hpp"

namespace otbench::fuzz {

// What surrounds a firmware that is fuzzed: nothing hears or answers it.

class NoSink : public EventSink {
public:
    Cause record(Nanoseconds /*at*/, std::string_view /*kind*/, Cause /*cause*/,
                 std::initializer_list<EventField> /*fields*/) override {
        return Cause::none;
    }
};

class NoNetwork : public firmware::NetworkPort {
public:
    void attach(firmware::NetworkEvents& /*device*/) override {}
    void wifi_connect(const std::string& /*ssid*/) override {}
    void resolve(const std::string& /*host*/) override {}
    void connect(const std::string& /*host*/, std::uint16_t /*port*/) override {}
    void send(boost::span<const std::uint8_t> /*bytes*/, Cause /*cause*/) override {}
    void disconnect() override {}
    void power_cycle() override {}
};

}  // namespace otbench::fuzz
