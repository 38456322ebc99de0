#include "sim/host/master/relay.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "bus/master/master_line.hpp"
#include "sim/host/ports/octet_port.hpp"

namespace otbench::sim {

class Relay::Impl {
public:
    Impl(bus::LineCapture& capture, const bus::UartFormat& usual)
        : capture_(capture), usual_(usual), signals_(io_, SIGINT, SIGTERM, SIGHUP) {
        signals_.async_wait([this](boost::system::error_code, int) { io_.stop(); });
        std::signal(SIGPIPE, SIG_IGN);
    }

    std::string between(const Endpoint& master, const Endpoint& bus) {
        bus_source_ = open_endpoint(io_, bus, usual_, bus_side_);
        master_source_ = open_endpoint(io_, master, usual_, master_side_);
        return master_source_->description();
    }

    std::string listen(const Endpoint& bus) {
        listens_ = true;
        bus_source_ = open_endpoint(io_, bus, usual_, bus_side_);
        return bus_source_->description();
    }

    void run() {
        io_.run();
        if (lost_) throw bus::LineLost{fmt::format("{}: the connection was lost", bus_source_->description())};
    }

private:
    /// Who is told what happens on one side.
    struct Side : PortUser {
        Side(Impl& relay, bool is_bus) : relay_(relay), is_bus_(is_bus) {}
        void port_opened(OctetPort& opened) override {
            if (is_bus_) port = &opened;
        }
        void port_received(OctetPort& from, OctetView octets) override {
            port = &from;
            relay_.pass(octets, is_bus_);
        }
        void port_closed(OctetPort& closed) override {
            if (port == &closed) port = nullptr;
            if (is_bus_) relay_.bus_lost();
        }

        Impl& relay_;
        bool is_bus_;
        OctetPort* port = nullptr;
    };

    [[nodiscard]] Nanoseconds now() const { return std::chrono::steady_clock::now() - start_; }
    [[nodiscard]] Nanoseconds character() const {
        const auto format = bus_side_.port ? bus_side_.port->format(usual_) : usual_;
        return format.bit_start(format.bits());
    }

    void bus_lost() {
        lost_ = true;
        io_.stop();
    }

    void pass(OctetView octets, bool from_bus) {
        if (listens_) return join_frames(octets);
        OctetPort* const to = from_bus ? master_side_.port : bus_side_.port;
        if (to) to->send(octets);
        record(from_bus ? bus::Direction::from_slave : bus::Direction::from_master, octets, !from_bus);
    }

    /// Octets that begin now, or that have just ended.
    void record(bus::Direction direction, OctetView octets, bool begin_now) {
        const Nanoseconds length = character();
        Nanoseconds at = begin_now ? now() : now() - length * static_cast<int>(octets.size());
        at = std::max(at, free_);
        for (const auto octet : octets) {
            capture_.character(direction, octet, at, at + length);
            at += length;
        }
        free_ = at;
    }

    /// Both directions come together: a frame with the direction bit of its control field set is the master's.
    void join_frames(OctetView octets) {
        if (now() - free_ > character() * 3) give_up();
        for (std::size_t i = 0; i < octets.size(); ++i) {
            unframed_.push_back(octets[i]);
            OctetView one = octets.subspan(i, 1);
            for (;;) {
                const auto event = splitter_.next(one);
                if (std::holds_alternative<bus::NeedMore>(event)) break;
                if (const auto* frame = std::get_if<bus::Frame>(&event)) {
                    const bool single = frame->kind == bus::FrameKind::single_character;
                    const bool master = !single && (frame->control & bus::control::from_master) != 0;
                    record(master ? bus::Direction::from_master : bus::Direction::from_slave, unframed_, false);
                    unframed_.clear();
                }
            }
        }
    }

    void give_up() {
        if (!unframed_.empty()) record(bus::Direction::from_slave, unframed_, false);
        unframed_.clear();
        splitter_.reset();
    }

    bus::LineCapture& capture_;
    bus::UartFormat usual_;
    boost::asio::io_context io_{1};
    boost::asio::signal_set signals_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    bool listens_ = false, lost_ = false;
    Nanoseconds free_{};  ///< when the last character ended
    bus::FrameSplitter splitter_;
    OctetBuffer unframed_;  ///< since the last frame
    Side master_side_{*this, false}, bus_side_{*this, true};
    std::unique_ptr<PortSource> bus_source_, master_source_;
};

Relay::Relay(bus::LineCapture& capture, const bus::UartFormat& usual) : impl_(std::make_unique<Impl>(capture, usual)) {}
Relay::~Relay() = default;

std::string Relay::between(const Endpoint& master, const Endpoint& bus) {
    return impl_->between(master, bus);
}
std::string Relay::listen(const Endpoint& bus) {
    return impl_->listen(bus);
}
void Relay::run() {
    impl_->run();
}

}  // namespace otbench::sim
