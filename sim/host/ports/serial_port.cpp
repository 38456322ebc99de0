#include <fcntl.h>
#include <fmt/core.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "sim/host/ports/octet_port.hpp"
#include "sim/host/ports/termios_format.hpp"

namespace otbench::sim {
namespace {

/// A serial device. What its hardware finds wrong with a character comes as the octet 0 (termios, INPCK).
class SerialPort : public PortSource, public OctetPort {
public:
    SerialPort(boost::asio::io_context& io, const Endpoint& endpoint, const bus::UartFormat& usual, PortUser& user)
        : endpoint_(endpoint), user_(user), device_(io), format_(endpoint.format.value_or(usual)), again_(io) {
        open();
    }

    void send(OctetView octets) override {
        boost::system::error_code full;
        if (device_.is_open()) device_.write_some(boost::asio::buffer(octets.data(), octets.size()), full);
    }

    void pause(bool on) override {
        paused_ = on;
        if (!on && !reading_) read();
    }

    bus::UartFormat format(const bus::UartFormat& /*usual*/) const override { return format_; }
    std::string peer() const override { return endpoint_.path; }
    std::string description() const override { return to_string(endpoint_); }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw std::runtime_error{fmt::format("{}: {}: {}", to_string(endpoint_), what, std::strerror(errno))};
    }

    void open() {
        const int device = ::open(endpoint_.path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        if (device < 0) fail("cannot open it");
        device_.assign(device);
        set_up(device);
        user_.port_opened(*this);
        read();
    }

    /// The device is gone: it was unplugged, or the program behind a pty has ended.
    void lost() {
        device_.close();
        user_.port_closed(*this);
        look_again();
    }

    void look_again() {
        again_.expires_after(std::chrono::seconds{1});
        again_.async_wait([this](boost::system::error_code error) {
            if (error) return;
            try {
                open();
            } catch (const std::runtime_error&) {
                device_.close();
                look_again();
            }
        });
    }

    void set_up(int device) const {
        termios settings{};
        if (::tcgetattr(device, &settings) != 0) fail("not a serial device");
        ::cfmakeraw(&settings);
        const auto code = speed_code(format_.baud);
        if (!code) throw std::runtime_error{fmt::format("{}: no speed of {} baud", to_string(endpoint_), format_.baud)};
        ::cfsetspeed(&settings, *code);
        settings.c_cflag &= ~static_cast<tcflag_t>(PARENB | PARODD | CSTOPB);
        settings.c_cflag |= CLOCAL | CREAD;
        if (format_.parity != bus::Parity::none) {
            settings.c_cflag |= PARENB;
            settings.c_iflag |= INPCK;
        }
        if (format_.parity == bus::Parity::odd) settings.c_cflag |= PARODD;
        if (format_.stop_bits == 2) settings.c_cflag |= CSTOPB;
        // A pty refuses parity, and does not need it.
        if (::tcsetattr(device, TCSANOW, &settings) != 0 && errno != EINVAL) fail("cannot set it up");
        ::tcflush(device, TCIOFLUSH);
    }

    void read() {
        reading_ = true;
        device_.async_read_some(boost::asio::buffer(buffer_), [this](boost::system::error_code error, std::size_t n) {
            if (error == boost::asio::error::operation_aborted) return;
            reading_ = false;
            if (error) return lost();
            user_.port_received(*this, {buffer_.data(), n});
            if (!paused_) read();
        });
    }

    Endpoint endpoint_;
    PortUser& user_;
    boost::asio::posix::stream_descriptor device_;
    bus::UartFormat format_;
    boost::asio::steady_timer again_;
    bool paused_ = false;
    bool reading_ = false;
    std::array<std::uint8_t, 512> buffer_{};
};

}  // namespace

std::unique_ptr<PortSource> open_serial(boost::asio::io_context& io, const Endpoint& endpoint,
                                        const bus::UartFormat& usual, PortUser& user) {
    return std::make_unique<SerialPort>(io, endpoint, usual, user);
}

}  // namespace otbench::sim
