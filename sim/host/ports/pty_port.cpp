#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstdlib>
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

/// A client's end of a pty, open during the lifetime of this object.
class ClientEnd {
public:
    explicit ClientEnd(const std::string& device) : handle_(::open(device.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)) {}
    ClientEnd(const ClientEnd&) = delete;
    ClientEnd& operator=(const ClientEnd&) = delete;
    ~ClientEnd() {
        if (handle_ >= 0) ::close(handle_);
    }
    [[nodiscard]] bool is_open() const { return handle_ >= 0; }
    [[nodiscard]] int get() const { return handle_; }

private:
    int handle_;
};

/// A symbolic link to a pty, removed with its owner. It replaces only a link that a killed process left behind.
class Link {
public:
    void make(const Endpoint& endpoint, const std::string& target) {
        std::error_code error;
        if (std::filesystem::is_symlink(endpoint.path, error)) remove_abandoned(endpoint, target);
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
    /// A link to a pty that has gone, or whose number is now `own`, is abandoned.
    static void remove_abandoned(const Endpoint& endpoint, const std::string& own) {
        std::error_code error;
        const auto target = std::filesystem::read_symlink(endpoint.path, error);
        const bool of_a_pty = target.parent_path() == "/dev/pts";
        if (of_a_pty && (target == own || !std::filesystem::exists(target))) {
            std::filesystem::remove(endpoint.path, error);
            return;
        }
        throw std::runtime_error{fmt::format("{}: {} is already a link to {}{} (expected a path that is free)",
                                             to_string(endpoint), endpoint.path, target.string(),
                                             of_a_pty ? ", which is in use" : "")};
    }

    std::string path_, target_;
};

/// A pty whose other end is a client's serial port.
///
/// The kernel reports a hang-up at our end while no client has the other one open. What is sent then is dropped, as is
/// what a client that leaves has not read.
class PtyPort : public PortSource, public OctetPort {
public:
    PtyPort(boost::asio::io_context& io, const Endpoint& endpoint, const bus::UartFormat& usual, PortUser& user)
        : endpoint_(endpoint), user_(user), master_(io), watch_(io) {
        const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        if (master < 0) fail(endpoint, "cannot open a pty");
        master_.assign(master);
        handle_ = master;
        std::array<char, 128> name{};
        if (::grantpt(master) != 0 || ::unlockpt(master) != 0 || ::ptsname_r(master, name.data(), name.size()) != 0)
            fail(endpoint, "cannot unlock the pty");
        device_ = name.data();
        make_raw(usual);
        if (!endpoint.path.empty()) link_.make(endpoint, device_);
        watch();
        user_.port_opened(*this);
        read();
    }

    void send(OctetView octets) override {
        if (!is_open_elsewhere()) return;
        boost::system::error_code full;  // no reader: lost, as on a wire
        master_.write_some(boost::asio::buffer(octets.data(), octets.size()), full);
    }

    void pause(bool on) override {
        paused_ = on;
        if (!on) read();
    }

    bus::UartFormat format(const bus::UartFormat& usual) const override {
        bus::UartFormat format = usual;
        termios settings{};
        if (::tcgetattr(master(), &settings) != 0) return format;
        if (settings.c_ospeed != initial_.c_ospeed)
            format.baud = speed_of(settings).value_or(usual.baud);
        else if (const auto speed = speed_of(initial_))
            format.baud = *speed;
        format.stop_bits = (settings.c_cflag & CSTOPB) != 0 ? 2 : 1;
        format.parity = pty_parity(settings).value_or(usual.parity);
        return format;
    }

    bool attended() const override { return attended_; }
    std::string peer() const override { return device_; }
    std::string description() const override { return fmt::format("{} ({})", to_string(endpoint_), device_); }

private:
    /// Our end; the settings of both ends are read and written there.
    [[nodiscard]] int master() const { return handle_; }

    /// The client's end, opened and closed once, so that a hang-up is reported from the beginning.
    void make_raw(const bus::UartFormat& usual) {
        const ClientEnd end{device_};
        if (!end.is_open()) fail(endpoint_, "cannot open " + device_);
        termios settings{};
        if (::tcgetattr(master(), &settings) != 0) fail(endpoint_, "cannot set it up");
        ::cfmakeraw(&settings);
        if (const auto code = speed_code(usual.baud)) ::cfsetspeed(&settings, *code);
        if (::tcsetattr(master(), TCSANOW, &settings) != 0) fail(endpoint_, "cannot set it up");
        ::tcgetattr(master(), &initial_);
    }

    [[nodiscard]] bool is_open_elsewhere() const {
        pollfd state{master(), 0, 0};
        return ::poll(&state, 1, 0) == 0 || (state.revents & POLLHUP) == 0;
    }

    /// Is called when a client opens or closes its end; without that, new clients would go unnoticed.
    void watch() {
        const int notifier = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (notifier < 0) fail(endpoint_, "cannot watch " + device_);
        watch_.assign(notifier);
        observe();
        wait_for_clients();
    }

    void observe() { observed_ = ::inotify_add_watch(watch_.native_handle(), device_.c_str(), IN_OPEN | IN_CLOSE); }

    void wait_for_clients() {
        watch_.async_read_some(boost::asio::buffer(notices_), [this](boost::system::error_code error, std::size_t n) {
            if (error) return;
            bool left = false;
            for (std::size_t at = 0; at + sizeof(inotify_event) <= n;) {
                inotify_event event{};
                std::memcpy(&event, &notices_[at], sizeof event);
                at += sizeof event + event.len;
                left |= event.wd == observed_ && (event.mask & IN_CLOSE) != 0;
            }
            if (left && attended_) drop_unread();
            look();
            read();
            wait_for_clients();
        });
    }

    /// Drops what was sent and not read; our own open and close are not observed.
    void drop_unread() {
        ::inotify_rm_watch(watch_.native_handle(), observed_);
        if (const ClientEnd end{device_}; end.is_open()) ::tcflush(end.get(), TCIFLUSH);
        observe();
    }

    void look() {
        const bool attended = is_open_elsewhere();
        if (attended == attended_) return;
        attended_ = attended;
        if (!attended) drop_unread();
        user_.port_attended(*this);
    }

    void read() {
        if (reading_ || paused_) return;
        reading_ = true;
        master_.async_read_some(boost::asio::buffer(buffer_), [this](boost::system::error_code error, std::size_t n) {
            if (error == boost::asio::error::operation_aborted) return;
            reading_ = false;
            if (error || !attended_) look();
            if (!error) user_.port_received(*this, {buffer_.data(), n});
            if (attended_ || !error) read();
        });
    }

    Endpoint endpoint_;
    PortUser& user_;
    stream_descriptor master_;
    int handle_ = -1;  ///< of `master_`
    stream_descriptor watch_;
    int observed_ = -1;  ///< inotify's number of the client's end
    std::string device_;
    Link link_;
    termios initial_{};
    bool attended_ = false;
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
