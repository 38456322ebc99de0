#pragma once

#include <boost/system/result.hpp>
#include <istream>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "bus/uart/uart_line.hpp"
#include "firmware_model/conformance/trace_network.hpp"
#include "firmware_model/storage/device_config.hpp"
#include "firmware_model/storage/parts.hpp"

namespace otbench::firmware {

/// A reference case: a device, and what is done to it in order. Read from the recordings' steps file
/// (tests/data/firmware/README.md describes its format).
struct TraceCase {
    /// One thing done, at the instant its step starts.
    struct PowerOn {};
    struct Advance {};
    struct Deliver {  ///< the packets in one TCP segment
        std::vector<mqtt::Packet> packets;
    };
    struct DriveEdges {  ///< times count from the start of the step
        int pin;
        std::vector<bus::UartEdge> edges;
    };
    struct DriveLevel {
        int pin;
        bool level;
    };
    struct ReceiveOctets {  ///< whole characters that arrive at a hardware UART
        enum class At { hat, mezzanine };
        struct Octet {
            Nanoseconds at;  ///< when it is complete, from the start of the step
            std::uint8_t octet;
        };
        At where;
        std::vector<Octet> octets;
    };
    struct BrokerDrop {
        bool accepts_reconnect;
        bool is_error;  ///< the connection breaks instead of being closed
    };
    struct BrokerSet {
        bool up;
    };
    struct WifiDrop {};  ///< the association ends; another one can begin at once
    using Action =
        std::variant<PowerOn, Advance, Deliver, DriveEdges, DriveLevel, ReceiveOctets, BrokerDrop, BrokerSet, WifiDrop>;

    struct Step {
        Action action;
        Nanoseconds then;  ///< how long time runs on after it
    };

    DeviceConfig device;
    TraceNetwork::Setup network;
    AttachedParts parts;
    std::optional<std::vector<int>> recorded_pins;  ///< nothing: all
    bool records_log = false;                       ///< whether the console's log text is in the trace
    std::vector<Step> steps;

    /// Reads a steps file. The error is a sentence: not JSON, a missing or mistyped value, an operation, board or
    /// module that is not modelled.
    static boost::system::result<TraceCase, std::string> parse(std::istream& json);
};

}  // namespace otbench::firmware
