#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "bus/frame/echo_filter.hpp"
#include "bus/frame/frame_gatherer.hpp"
#include "firmware_model/hardware/alarm_clock.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "firmware_model/hardware/uart_shifter.hpp"
#include "sim/bridge_settings.hpp"
#include "sim/bus_segment.hpp"
#include "sim/host/realtime/bridge_port.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::sim {

/// How a bridge has fared.
struct BridgeRecord {
    std::size_t octets_out = 0;
    std::size_t octets_in = 0;
    std::size_t unheard = 0;  ///< octets for the peer while none was connected
    std::size_t damaged = 0;  ///< characters for the peer with a wrong parity or without a stop bit
    struct Visit {
        Nanoseconds at;
        bool came;
        std::string peer;
    };
    std::vector<Visit> visits;
};

/// A UART between bits in the bench and octets of an external peer, in real time.
///
/// An octet from the peer becomes bits when it arrives; octets that arrive together follow each other without a gap. An
/// external master receives what a UART would read, each character at the end of its stop bit. External meters and
/// converters receive whole frames at their end, because this machine's own delays must not put gaps into them, and
/// only characters with a correct parity and stop bit, because an endpoint cannot carry wrong ones.
///
/// Reports `bridge_in` (field `hex`) for every octet and `bridge_out` (field `hex`) for what goes out at once,
/// `bridge_damaged` (fields `what`, `octet`), `bridge_came` and `bridge_gone` (field `peer`).
class Bridge : private BridgePortUser, private LineSlave {
public:
    /// Throws std::runtime_error with a line for the user when the endpoint cannot be opened.
    Bridge(const BridgeSettings& settings, Pacer& pacer, EventLog& log);
    Bridge(const Bridge&) = delete;
    Bridge& operator=(const Bridge&) = delete;

    // How it is joined to the bench; one of them, according to its role.
    /// Behind the bus's next slave that is not taken yet.
    void join_as_slave(BusSegment& bus);
    /// At the converter's TX and RX.
    void join_as_master(BusSegment& bus);
    /// As a device outside, which has a UART at these pins.
    void join_as_device(firmware::PinBank& pins, int tx, int rx);
    /// Reads the pin that a device sends with, drives the one that it receives with.
    void join_uart(firmware::PinBank& pins, int tx, int rx);

    [[nodiscard]] const BridgeSettings& settings() const { return settings_; }
    [[nodiscard]] std::string description() const { return port_.description(); }
    /// Of a pty or a serial port: the path of the device. Else a name of the first peer, or nothing.
    [[nodiscard]] std::string path() const { return port_.path(); }
    [[nodiscard]] bool connected() const { return port_.connected(); }
    /// The peer that sent what came in at this time; empty when it is kept no longer, or there was none.
    [[nodiscard]] std::string sender_at(Nanoseconds at) const;
    [[nodiscard]] const BridgeRecord& record() const { return record_; }
    [[nodiscard]] const Lateness& lateness() const { return port_.lateness(); }

private:
    [[nodiscard]] const std::string& label() const override { return settings_.name; }
    void line(Nanoseconds at, bool mark, Cause cause) override { shifter_.rx_changed(at, mark, cause); }
    void peer_received(const std::string& peer, OctetView octets) override;
    void peer_connected(const std::string& peer) override;
    void peer_disconnected(const std::string& peer) override;

    void adapt_format();
    void receive(std::uint8_t octet);
    void drive(Nanoseconds at, bool level, Cause cause);
    void read(const bus::UartCharacter& character);
    void gather(std::uint8_t octet, Nanoseconds end, Cause cause);
    void send_out(const OctetBuffer& octets, Nanoseconds due, Cause cause);
    void visit(bool came, const std::string& peer);
    /// Whether the peer's converter gives back what it is sent.
    [[nodiscard]] bool hears_echo() const { return settings_.role != BridgeRole::master && settings_.echo; }

    BridgeSettings settings_;
    Pacer& pacer_;
    EventLog& log_;
    BridgeRecord record_;
    firmware::AlarmClock clock_;
    firmware::UartShifter shifter_;
    firmware::UartShifter::Level drive_;  ///< the bench's side
    firmware::PinBank converter_pins_;    ///< of a master's UART
    bus::FrameGatherer gatherer_;
    firmware::AlarmId silence_ = firmware::AlarmId::none;  ///< that ends what the gatherer holds
    bus::EchoFilter echo_;
    Nanoseconds last_received_{};
    struct Turn {
        Nanoseconds at;
        std::string peer;
    };
    std::deque<Turn> turns_;  ///< when another peer began to send
    bool paused_ = false;
    BridgePort port_;
};

}  // namespace otbench::sim
