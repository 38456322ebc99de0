#include <fcntl.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include <fmt/core.h>

#include "sim/host/ports/octet_port.hpp"
#include "sim/host/ports/termios_format.hpp"

namespace otbench::sim {
namespace {

using boost::asio::posix::stream_descriptor;

[[noreturn]] void fail(const Endpoint& endpoint, const std::string& what) {
    throw std::runtime_error{fmt::format("{}: {}: {}", to_string(endpoint), what, std::strerror(errno))};
}

/// A symbolic link that goes with its owner. A link that a killed process left behind is replaced, nothing else is.
class Link {
public:
    void make(const Endpoint& endpoint, const std::string& target) {
        std::error_code error;
        if (std::filesystem::is_symlink(endpoint.path, error)) std::filesystem::remove(endpoint.path, error);
        std::filesystem::create_symlink(target, endpoint.path, error);
        if (error)
            throw std::runtime_error{fmt::format("{}: cannot make the link: {}", to_string(endpoint), error.message())};
        path_ = endpoint.path;
        target_ = target;
    }
    Link() = default;
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link() {
        std::error_code error;
        if (!path_.empty() && std::filesystem::read_symlink(path_, error) == target_)
            std::filesystem::remove(path_, error);
    }

private:
    std::string path_, target_;
};

/// A pty whose other end is a client's serial port. It keeps that end open itself, or every client that leaves would
/// hang it up.
class PtyPort : public PortSource, public OctetPort {
public:
    PtyPort(boost::asio::io_context& io, const Endpoint& endpoint, const bus::UartFormat& usual, PortUser& user)
        : endpoint_(endpoint), user_(user), master_(io), watch_(io) {
        const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        if (master < 0) fail(endpoint, "cannot open a pty");
        master_.assign(master);
        std::array<char, 128> name{};
        if (::grantpt(master) != 0 || ::unlockpt(master) != 0 || ::ptsname_r(master, name.data(), name.size()) != 0)
            fail(endpoint, "cannot unlock the pty");
        device_ = name.data();
        slave_ = ::open(device_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (slave_ < 0) fail(endpoint, "cannot open " + device_);
        make_raw(usual);
        if (!endpoint.path.empty()) link_.make(endpoint, device_);
        watch();
        user_.port_opened(*this);
        read();
    }
    ~PtyPort() override {
        if (slave_ >= 0) ::close(slave_);
    }

    void send(OctetView octets) override {
        boost::system::error_code full;  // nobody reads: lost, as on a wire
        master_.write_some(boost::asio::buffer(octets.data(), octets.size()), full);
    }

    void pause(bool on) override {
        paused_ = on;
        if (!on && !reading_) read();
    }

    bus::UartFormat format(const bus::UartFormat& usual) const override {
        bus::UartFormat format = usual;
        termios settings{};
        if (::tcgetattr(slave_, &settings) != 0) return format;
        if (settings.c_ospeed != initial_.c_ospeed)
            format.baud = speed_of(settings).value_or(usual.baud);
        else if (const auto speed = speed_of(initial_))
            format.baud = *speed;
        format.stop_bits = (settings.c_cflag & CSTOPB) != 0 ? 2 : 1;
        format.parity = pty_parity(settings).value_or(usual.parity);
        return format;
    }

    bool attended() const override { return clients_ > 0; }
    std::string peer() const override { return device_; }
    std::string description() const override { return fmt::format("{} ({})", to_string(endpoint_), device_); }

private:
    void make_raw(const bus::UartFormat& usual) {
        termios settings{};
        if (::tcgetattr(slave_, &settings) != 0) fail(endpoint_, "cannot set it up");
        ::cfmakeraw(&settings);
        if (const auto code = speed_code(usual.baud)) ::cfsetspeed(&settings, *code);
        if (::tcsetattr(slave_, TCSANOW, &settings) != 0) fail(endpoint_, "cannot set it up");
        ::tcgetattr(slave_, &initial_);
    }

    /// Clients are counted as they open and close their end. One that leaves leaves nothing behind for the next.
    void watch() {
        const int notifier = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (notifier < 0) return;
        watch_.assign(notifier);
        ::inotify_add_watch(notifier, device_.c_str(), IN_OPEN | IN_CLOSE);
        wait_for_clients();
    }

    void wait_for_clients() {
        watch_.async_read_some(boost::asio::buffer(notices_), [this](boost::system::error_code error, std::size_t n) {
            if (error) return;
            for (std::size_t at = 0; at + sizeof(inotify_event) <= n;) {
                inotify_event event{};
                std::memcpy(&event, &notices_[at], sizeof event);
                at += sizeof event + event.len;
                count_client((event.mask & IN_OPEN) != 0);
            }
            wait_for_clients();
        });
    }

    void count_client(bool came) {
        if (!came) ::tcflush(slave_, TCIFLUSH);
        // Two that come at one moment may be told as one, so there can be more to leave than came.
        if (came || clients_ > 0) clients_ += came ? 1 : -1;
        user_.port_attended(*this);
    }

    void read() {
        reading_ = true;
        master_.async_read_some(boost::asio::buffer(buffer_), [this](boost::system::error_code error, std::size_t n) {
            if (error) return;
            reading_ = false;
            user_.port_received(*this, {buffer_.data(), n});
            if (!paused_) read();
        });
    }

    Endpoint endpoint_;
    PortUser& user_;
    int clients_ = 0;
    stream_descriptor master_;
    stream_descriptor watch_;
    int slave_ = -1;
    std::string device_;
    Link link_;
    termios initial_{};
    bool paused_ = false;
    bool reading_ = false;
    std::array<std::uint8_t, 512> buffer_{};
    std::array<char, 1024> notices_{};
};

}  // namespace

std::unique_ptr<PortSource> open_pty(boost::asio::io_context& io, const Endpoint& endpoint,
                                     const bus::UartFormat& usual, PortUser& user) {
    return std::make_unique<PtyPort>(io, endpoint, usual, user);
}

}  // namespace otbench::sim
