#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bus/capture/line_capture.hpp"
#include "bus/frame/frame.hpp"
#include "bus/uart/uart_transmitter.hpp"
#include "meters/line/frame_report.hpp"
#include "meters/line/gateway_clients.hpp"
#include "meters/line/meter_line.hpp"

namespace otbench::meters {

/// Where a gateway's octets for its clients go.
class GatewayOutput {
public:
    virtual ~GatewayOutput() = default;

    /// The last stop bit of `octet` has ended at `at`, or a fault of the link delays it until then.
    virtual void deliver(ClientId client, std::uint8_t octet, Nanoseconds at) = 0;
    /// A fault of the link ends the connection; the output then disconnects the client, if its kind can be ended.
    virtual void end(ClientId client, LinkEnd how) = 0;
};

/// A level converter with its meters, between octets of clients and edges on a line.
///
/// What a client sends goes out bit by bit, at the speed and with the parity that this client has set; what the meters
/// answer is read in the same way. So a client with wrong settings gets what it would get on a real line. Clients take
/// turns (see `GatewayClients`); an answer goes to the client whose turn it is, and is discarded if that one has
/// disconnected. Between the line and the clients lies a link, which may have faults.
///
/// Reports to its event sink, beside what the meters report: `line_frame` for every frame that a client sends (see
/// `FrameReport`), and `format_mismatch` (fields `client`, `sends`, `meters_receive`) once for each format of a client
/// that no meter on the line receives.
///
/// Sans-I/O: times are the caller's, in order; call `advance` at `next_event()` and before each call that has a time.
class LineGateway {
public:
    /// `baud`: of clients that have not set any. `output` and `events` must outlive the gateway.
    LineGateway(double baud, GatewayOutput& output, EventSink& events);

    [[nodiscard]] MeterLine& line() { return line_; }
    [[nodiscard]] const MeterLine& line() const { return line_; }

    /// Gives every character on the line to `capture`, which must outlive the gateway, from now on.
    void capture_in(bus::LineCapture& capture) { capture_ = &capture; }

    [[nodiscard]] const LinkFaults& link() const { return link_.faults; }
    /// From now on; the link's counters start anew.
    void set_link(const LinkFaults& faults);
    /// Speed and shape of characters of clients that do not set any.
    [[nodiscard]] bus::UartFormat usual_format() const;

    /// Whether the link admits another client.
    [[nodiscard]] bool has_room() const;
    /// `name` is for people: the client's address.
    ClientId connect(Nanoseconds at = {}, std::string name = {});
    /// Forgets the client and what it has not sent yet.
    void disconnect(ClientId client);
    /// For what it sends and reads from now on.
    void set_format(ClientId client, bus::UartFormat format);
    void receive(ClientId client, OctetView octets, Nanoseconds at);
    /// How many octets of this client have not been sent yet.
    [[nodiscard]] std::size_t waiting(ClientId client) const;
    /// The clients and what they have sent.
    [[nodiscard]] std::vector<ClientSummary> clients() const { return clients_.summaries(); }
    void reset_client_counts() { clients_.reset_counts(); }

    /// When a client that sends no more has had all its answers; nothing while it has octets to send or to get.
    [[nodiscard]] std::optional<Nanoseconds> end_of_turn(ClientId client) const;

    [[nodiscard]] std::optional<Nanoseconds> next_event() const;
    void advance(Nanoseconds until);

    /// The next time at which a client or an observer can notice a change: later than `next_event()` while a character
    /// is being sent.
    [[nodiscard]] std::optional<Nanoseconds> next_visible() const;

    /// The same while only the line keeps a client waiting: until its request has been sent and the answer, if one
    /// comes, has been received. Nothing while the rest of a request is yet to come, and when no request is pending.
    [[nodiscard]] std::optional<Nanoseconds> next_in_turn() const;

private:
    void send_next(Nanoseconds now);
    void frame_sent(const bus::Frame& frame);
    void report_unreceivable(GatewayClient& client);
    void level_changed(Nanoseconds at);
    void read(Nanoseconds now);
    void forward(const bus::UartCharacter& character);
    void deliver_due(Nanoseconds now);

    bus::UartFormat default_format_;
    GatewayOutput& output_;
    EventSink& events_;
    FrameReport report_;
    MeterLine line_;
    LinkState link_;
    GatewayClients clients_;
    bool meters_mark_ = true;
    bool master_mark_ = true;
    Nanoseconds turn_limit_{};     ///< no answer takes longer than until then
    bus::FrameSplitter splitter_;  ///< of what is sent in this turn
    bus::UartTransmitter transmitter_;
    bus::UartReceiver receiver_;
    bus::LineCapture* capture_ = nullptr;
};

}  // namespace otbench::meters
