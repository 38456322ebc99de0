#pragma once

#include "bus/master/master_line.hpp"
#include "meters/line/line_gateway.hpp"
#include "tests/meters/silent_events.hpp"

namespace otbench::meters {

/// Virtual meters as a master's line, in virtual time: what the master sends crosses a gateway and an ideal line.
class GatewayLine : public bus::MasterLine, private GatewayOutput {
public:
    explicit GatewayLine(double baud = 2400) : gateway_(baud, *this, events_), client_(gateway_.connect()) {}

    void add(std::unique_ptr<Meter> meter) { gateway_.line().add(std::move(meter), Nanoseconds{0}); }
    [[nodiscard]] LineGateway& gateway() { return gateway_; }
    /// How many frames the master has sent.
    [[nodiscard]] int sent() const { return static_cast<int>(frames_.size()); }
    /// What the master has sent, a frame each with its preamble.
    [[nodiscard]] const std::vector<OctetBuffer>& frames() const { return frames_; }
    [[nodiscard]] Nanoseconds now() const { return now_; }

    void send(OctetView octets) override {
        frames_.emplace_back(octets.begin(), octets.end());
        gateway_.receive(client_, octets, now_);
        const auto format = gateway_.usual_format();
        run_until(now_ + format.bit_start(format.bits() * static_cast<int>(octets.size())));
    }
    OctetBuffer receive(Nanoseconds limit) override {
        const auto end = now_ + limit;
        while (received_.empty() && now_ < end) {
            const auto next = gateway_.next_event();
            run_until(next && *next < end ? std::max(*next, now_) : end);
        }
        return std::exchange(received_, {});
    }
    bus::UartFormat format() const override { return format_ ? *format_ : gateway_.usual_format(); }
    bool set_baud(double baud) override {
        format_ = gateway_.usual_format();
        format_->baud = baud;
        gateway_.set_format(client_, *format_);
        return true;
    }

private:
    void run_until(Nanoseconds until) {
        gateway_.advance(until);
        now_ = until;
    }
    void deliver(ClientId, std::uint8_t octet, Nanoseconds) override { received_.push_back(octet); }
    void end(ClientId, LinkEnd) override {}

    SilentEvents events_;
    LineGateway gateway_;
    ClientId client_;
    std::optional<bus::UartFormat> format_;
    Nanoseconds now_ = std::chrono::seconds{4};  ///< when meters have started
    OctetBuffer received_;
    std::vector<OctetBuffer> frames_;
};

}  // namespace otbench::meters
