#pragma once

#include <algorithm>
#include <string>

#include "firmware_model/conformance/trace_network.hpp"
#include "firmware_model/hardware/agenda.hpp"
#include "firmware_model/otb_iot_device.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {

/// A device on the network of the recordings. One in a process, because SystemC elaborates only once.
struct DeviceBench {
    /// In slices, because what the network is asked to do meanwhile is seen only between them.
    void run_for(Nanoseconds duration) {
        const Nanoseconds slice = std::chrono::microseconds{500};
        const Nanoseconds end = device.cpu().now() + duration;
        while (device.cpu().now() < end) {
            const Nanoseconds next = std::min({end, agenda.next().value_or(end), device.cpu().now() + slice});
            sc_core::sc_start(static_cast<double>((next - device.cpu().now()).count()), sc_core::SC_NS);
            agenda.run_due(device.cpu().now());
        }
        while (sc_core::sc_pending_activity_at_current_time()) sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }

    /// The recordings' network, with addresses of the test's.
    struct Network : TraceNetwork {
        using TraceNetwork::TraceNetwork;
        [[nodiscard]] StationAddress station_address() const override { return station; }
        StationAddress station;
    };

    Agenda agenda;
    RecordingSink events;
    Network network{agenda, [this] { return device.cpu().now(); }, {true, true, 0, TraceNetwork::Kind::real}};
    OtbIotDevice device{"device", DeviceConfig{}, network, events};
};

}  // namespace otbench::firmware
