#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bus/frame/frame.hpp"
#include "bus/uart/uart_line.hpp"
#include "meters/frame_counts.hpp"
#include "meters/line/link_path.hpp"

namespace otbench::meters {

enum class ClientId : std::uint32_t {};

/// A client of a gateway: its connection, and the octets that were not sent yet.
struct GatewayClient {
    struct Waiting {
        std::uint8_t octet;
        Nanoseconds since;
    };
    ClientId id;
    std::string name;  ///< for people; "127.0.0.1:40312", may be empty
    bus::UartFormat format;
    std::deque<Waiting> waiting;
    LinkPath path;
    FrameCounts counts;            ///< frames that it sent, and answers to them
    bool format_reported = false;  ///< no meter receives `format`, and that was reported
};

/// A client that is or was connected, and the frames that it has sent.
struct ClientSummary {
    std::string name;
    bool connected;
    FrameCounts counts;
};

/// The clients of a gateway, which take turns. A turn is a frame and its answer; a partial frame or garbage is a turn
/// of its own length. A client that is alone may send at any time.
class GatewayClients {
public:
    /// `format`: of the line until the first turn begins.
    explicit GatewayClients(bus::UartFormat format) : format_(format) {}

    GatewayClient& connect(std::string name, bus::UartFormat format, LinkState& link, Nanoseconds at);
    /// Forgets the client and what it has not sent yet.
    void disconnect(ClientId id);
    /// Null if it is not connected.
    [[nodiscard]] GatewayClient* find(ClientId id) const;
    [[nodiscard]] const std::vector<std::unique_ptr<GatewayClient>>& all() const { return clients_; }
    /// Those connected and the last hundred others, in the order in which they came.
    [[nodiscard]] std::vector<ClientSummary> summaries() const;
    void reset_counts();

    /// Whose turn it is or was; null once that client has disconnected.
    [[nodiscard]] GatewayClient* owner() const { return owner_; }
    /// Of the present or last turn, also when its owner has disconnected.
    [[nodiscard]] const bus::UartFormat& format() const { return format_; }
    void set_format(GatewayClient& client, bus::UartFormat format);

    /// When the next octet can be sent, on a line that is free from `line_free` on; nothing while no client has any.
    [[nodiscard]] std::optional<Nanoseconds> next_send(Nanoseconds line_free) const;
    /// The owner's next octet; before that, a new turn begins where the present owner may not go on.
    struct Next {
        std::uint8_t octet;
        bool new_turn;
    };
    [[nodiscard]] Next pop_next(Nanoseconds now);
    /// Whether the owner goes on with a frame, or alone with another one, of which octets are waiting.
    [[nodiscard]] bool owner_may_send() const;
    /// Whether the owner has sent the begin of a frame without its end.
    [[nodiscard]] bool is_within_frame() const { return owner_ && !frame_sent_; }
    /// The owner has sent a whole frame.
    void frame_sent() { frame_sent_ = true; }
    /// A meter has sent a character that began at `at`. Whose it is: the owner's, that of all clients when no client is
    /// waiting for an answer, or without a client when that has disconnected.
    enum class Recipient : std::uint8_t { owner, all, none };
    [[nodiscard]] Recipient recipient_of(Nanoseconds at);
    /// Keeps the turn until so long after `from`.
    void extend_turn(Nanoseconds from, double bits, Nanoseconds time);
    /// When another client may get its turn.
    [[nodiscard]] Nanoseconds end_of_turn() const { return turn_ends_; }

private:
    [[nodiscard]] bool others_wait() const;
    void begin_turn(Nanoseconds now);

    std::vector<std::unique_ptr<GatewayClient>> clients_;
    std::deque<ClientSummary> departed_;
    std::uint32_t last_id_ = 0;
    GatewayClient* owner_ = nullptr;
    std::size_t last_turn_ = 0;  ///< place of the owner among the clients when its turn began
    bus::UartFormat format_;
    bool orphaned_ = false;    ///< the owner has disconnected during its turn
    bool frame_sent_ = false;  ///< in this turn
    bool answered_ = false;    ///< in this turn
    bool unasked_ = false;     ///< what comes now answers no request of this turn
    Nanoseconds turn_ends_{};
};

}  // namespace otbench::meters
