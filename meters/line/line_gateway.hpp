#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "bus/capture/line_capture.hpp"
#include "bus/frame/frame.hpp"
#include "bus/uart/uart_transmitter.hpp"
#include "meters/line/link_path.hpp"
#include "meters/line/meter_line.hpp"

namespace otbench::meters {

enum class ClientId : std::uint32_t {};

/// Where a gateway's octets for its clients go.
class GatewayOutput {
public:
    virtual ~GatewayOutput() = default;

    /// The last stop bit of `octet` has ended at `at`, or a fault of the link lets it come then.
    virtual void deliver(ClientId client, std::uint8_t octet, Nanoseconds at) = 0;
    /// A fault of the link ends the connection; whoever has it disconnects the client, if it is one that can be ended.
    virtual void end(ClientId client, LinkEnd how) = 0;
};

/// A level converter with its meters, between octets of clients and edges on a line.
///
/// What a client gives is sent bit by bit, at the speed and with the parity that this client has set; what the meters
/// answer is read in the same way. So a client with wrong settings gets what it would get on a real line. Clients take
/// turns as on a gateway: a turn is a frame and its answer, and who only sends halves of frames or garbage holds the
/// line no longer than those take. The answer is for the client whose turn it is alone, and for nobody once that one
/// has gone. A client that is alone may send whenever it likes. Between the line and the clients lies a link, which may
/// have faults.
///
/// Sans-I/O: times are the caller's, in order; call `advance` at `next_event()` and before each call that has a time.
class LineGateway {
public:
    /// `baud`: of clients that have not set any. `output` and `events` must outlive the gateway.
    LineGateway(double baud, GatewayOutput& output, EventSink& events);

    [[nodiscard]] MeterLine& line() { return line_; }
    [[nodiscard]] const MeterLine& line() const { return line_; }

    [[nodiscard]] const LinkFaults& link() const { return link_.faults; }
    /// Gives every character on the line to `capture`, which must outlive the gateway, from now on.
    void capture_in(bus::LineCapture& capture) { capture_ = &capture; }

    /// From now on; the link forgets what it has counted.
    void set_link(const LinkFaults& faults);
    /// Speed and shape of characters of clients that do not set any.
    [[nodiscard]] bus::UartFormat usual_format() const;

    /// Whether the link lets one more client in.
    [[nodiscard]] bool has_room() const;
    ClientId connect(Nanoseconds at = {});
    /// Forgets the client and what it has not sent yet.
    void disconnect(ClientId client);
    /// For what it sends and reads from now on.
    void set_format(ClientId client, bus::UartFormat format);
    void receive(ClientId client, OctetView octets, Nanoseconds at);
    /// How many octets of this client have not been sent yet.
    [[nodiscard]] std::size_t waiting(ClientId client) const;

    /// When a client that sends no more has had all its answers; nothing while it has octets to send or to get.
    [[nodiscard]] std::optional<Nanoseconds> end_of_turn(ClientId client) const;

    [[nodiscard]] std::optional<Nanoseconds> next_event() const;
    void advance(Nanoseconds until);

    /// When the line can do nothing that anybody would see before: later than `next_event()` while a character is on
    /// its way.
    [[nodiscard]] std::optional<Nanoseconds> next_visible() const;

private:
    struct Waiting {
        std::uint8_t octet;
        Nanoseconds since;
    };
    struct Client {
        ClientId id;
        bus::UartFormat format;
        std::deque<Waiting> waiting;
        LinkPath path;
    };

    [[nodiscard]] const Client* find(ClientId id) const;
    [[nodiscard]] Client* find(ClientId id);
    [[nodiscard]] bool others_wait() const;
    [[nodiscard]] bool owner_may_send() const;
    [[nodiscard]] std::optional<Nanoseconds> next_send() const;
    void send_next(Nanoseconds now);
    void begin_turn(Nanoseconds now);
    void hold(Nanoseconds from, double bits, Nanoseconds time);
    void level_changed(Nanoseconds at);
    void read(Nanoseconds now);
    void take(const bus::UartCharacter& character);
    void hand_over(Nanoseconds now);

    bus::UartFormat default_format_;
    GatewayOutput& output_;
    MeterLine line_;
    LinkState link_;
    bool meters_mark_ = true;
    bool master_mark_ = true;

    std::vector<std::unique_ptr<Client>> clients_;
    std::uint32_t last_id_ = 0;
    std::size_t last_turn_ = 0;    ///< place of the owner among the clients when its turn began
    Client* owner_ = nullptr;      ///< whose turn it is or was, while it is there
    bus::UartFormat turn_format_;  ///< of the present or last turn, also when its owner has gone
    bool orphaned_ = false;        ///< the owner has gone amid its turn: what the meters still answer is for nobody
    bool frame_sent_ = false;      ///< in this turn
    Nanoseconds held_until_{};     ///< nobody else gets a turn before
    bus::FrameSplitter splitter_;  ///< of what is sent in this turn
    bus::UartTransmitter transmitter_;
    bus::UartReceiver receiver_;
    bus::LineCapture* capture_ = nullptr;
};

}  // namespace otbench::meters
