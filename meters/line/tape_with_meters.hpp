#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "meters/line/line_gateway.hpp"
#include "meters/tape/tape_line.hpp"

namespace otbench::meters {

/// The slaves of a tape, and meters that answer requests which are not on the tape. The meters receive every request,
/// so that SND_NKE, selections and frame count bits reach them as well; what they answer to a request on the tape is
/// dropped.
///
/// Sans-I/O, with the times of `TapeLine`.
class TapeWithMeters : private GatewayOutput {
public:
    TapeWithMeters(const Tape& tape, std::vector<std::unique_ptr<Meter>> meters);
    TapeWithMeters(const TapeWithMeters&) = delete;
    TapeWithMeters& operator=(const TapeWithMeters&) = delete;

    /// The master gives these octets at `at`.
    void receive(OctetView octets, Nanoseconds at);
    /// When `advance` has something to do; nothing while the line is idle.
    [[nodiscard]] std::optional<Nanoseconds> next_event() const;
    /// Delivers the octets whose stop bits have ended.
    void advance(Nanoseconds until, const TapeLine::Delivery& deliver);

    /// Of the master's frames, those that are not on the tape.
    [[nodiscard]] std::size_t unknown() const { return line_.unknown(); }
    [[nodiscard]] std::size_t meters() const { return gateway_.line().size(); }

private:
    struct NoEvents : EventSink {
        Cause record(Nanoseconds, std::string_view, Cause, std::initializer_list<EventField>) override {
            return Cause::none;
        }
    };
    struct Delivered {
        std::uint8_t octet;
        Nanoseconds at;
    };

    void deliver(ClientId client, std::uint8_t octet, Nanoseconds at) override;
    void end(ClientId, LinkEnd) override {}

    TapeLine line_;
    NoEvents events_;
    LineGateway gateway_;
    ClientId client_;
    std::deque<Delivered> answered_;  ///< by the meters
};

}  // namespace otbench::meters
