#include "sim/host/broker/mosquitto.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/process/child.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/handles.hpp>
#include <boost/process/posix.hpp>
#include <boost/process/search_path.hpp>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

#include "sim/host/broker/broker_client.hpp"
#include "sim/host/broker/broker_link.hpp"
#include "sim/host/process/memory_file.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {
namespace {

namespace process = boost::process;

constexpr int most_ports_tried = 5;
constexpr int password_descriptor = 3;  // in the child, where it reads its password file

/// A port that was free a moment ago.
std::uint16_t free_port(EventLoop& loop) {
    using boost::asio::ip::tcp;
    const tcp::acceptor acceptor{loop.context(), {boost::asio::ip::address_v4::loopback(), 0}};
    return acceptor.local_endpoint().port();
}

constexpr std::size_t secret_octets = 24;  // a multiple of three: no padding in base64

/// Random octets that cannot be guessed.
std::string random_octets(std::size_t count) {
    std::string octets(count, '\0');
    if (::getrandom(octets.data(), count, 0) != static_cast<ssize_t>(count))
        throw std::system_error{errno, std::generic_category(), "getrandom"};
    return octets;
}

std::string base64(std::string_view octets) {
    std::string text(4 * ((octets.size() + 2) / 3) + 1, '\0');
    const auto size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(octets.data()), static_cast<int>(octets.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

/// The line of a password file for these credentials, as mosquitto_passwd writes it: SHA-512 of password and salt.
std::string password_line(const BrokerAddress& address) {
    if (!address.user) return {};
    constexpr std::size_t salt_octets = 12;
    const std::string salt = random_octets(salt_octets), salted = *address.password + salt;
    std::string hash(SHA512_DIGEST_LENGTH, '\0');
    SHA512(reinterpret_cast<const unsigned char*>(salted.data()), salted.size(),
           reinterpret_cast<unsigned char*>(hash.data()));
    return fmt::format("{}:$6${}${}\n", *address.user, base64(salt), base64(hash));
}

std::string configuration(const BrokerAddress& address, const std::vector<std::string>& extra) {
    std::vector<std::string> lines{
        fmt::format("listener {} {}", address.port, address.host),
        fmt::format("allow_anonymous {}", !address.user),
        "persistence false",
        "set_tcp_nodelay true",
        "connection_messages false",
        "max_inflight_messages 0",  // no limit: what `MqttSession` assumes
        "max_queued_messages 0",
    };
    if (address.user) lines.push_back(fmt::format("password_file /dev/fd/{}", password_descriptor));
    if (::geteuid() == 0) lines.emplace_back("user root");  // else it gives up its rights and cannot read its files
    lines.insert(lines.end(), extra.begin(), extra.end());
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

/// The mosquitto to start: `$OTBENCH_MOSQUITTO`, or the one that is installed.
boost::filesystem::path find_program() {
    if (const char* chosen = std::getenv("OTBENCH_MOSQUITTO")) {
        if (::access(chosen, X_OK) == 0) return chosen;
        throw BrokerError{
            fmt::format("broker mosquitto: OTBENCH_MOSQUITTO: cannot execute '{}'; unset it, or apt-get "
                        "install mosquitto",
                        chosen)};
    }
    auto folders = boost::this_process::path();
    folders.insert(folders.end(), {"/usr/sbin", "/usr/local/sbin"});  // often missing in the PATH of ordinary users
    const auto program = process::search_path("mosquitto", folders);
    if (program.empty()) {
        throw BrokerError{"broker mosquitto: not installed (apt-get install mosquitto), or use the broker 'internal'"};
    }
    return program;
}

/// Runs in the child between fork and exec: the broker must not outlive the bench.
void die_with_parent(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(EXIT_FAILURE);  // it died before the line above
}

}  // namespace

class Mosquitto::Process {
public:
    Process(const std::string& configuration, const std::string& passwords) : log_("mosquitto.log") {
        const MemoryFile file{"mosquitto.conf"}, password_file{"mosquitto.passwords"};
        file.write(configuration);
        password_file.write(passwords);
        const auto parent = ::getpid();
        child_ = process::child{find_program(),
                                "-c",
                                "/dev/stdin",
                                process::posix::fd.bind(STDIN_FILENO, file.descriptor()),
                                process::posix::fd.bind(STDOUT_FILENO, log_.descriptor()),
                                process::posix::fd.bind(STDERR_FILENO, log_.descriptor()),
                                process::posix::fd.bind(password_descriptor, password_file.descriptor()),
                                process::limit_handles,
                                process::extend::on_exec_setup = [parent](auto&) { die_with_parent(parent); }};
    }
    ~Process() {
        terminate();
        std::error_code ignored;
        child_.wait(ignored);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    [[nodiscard]] bool running() {
        std::error_code ignored;
        return child_.running(ignored);
    }
    void terminate() {
        if (running()) ::kill(child_.id(), SIGTERM);
    }
    [[nodiscard]] int id() const { return child_.id(); }
    [[nodiscard]] std::string log() const { return log_.content(); }

private:
    MemoryFile log_;
    process::child child_;
};

Mosquitto::Mosquitto(EventLoop& loop, const std::vector<std::string>& extra_configuration, Clients clients) {
    if (clients == Clients::bench) {
        address_.user = "otbench";
        address_.password = base64(random_octets(secret_octets));
    }
    for (int attempt = 0; attempt < most_ports_tried; ++attempt) {
        if (start(loop, extra_configuration)) return;
    }
    throw BrokerError{fmt::format("broker mosquitto: {} ports in a row were taken by others", most_ports_tried)};
}

Mosquitto::~Mosquitto() {
    process_->terminate();
    // It checks for signals only between two waits of up to 100 ms for its clients: connect one.
    boost::asio::io_context context;
    boost::system::error_code ignored;
    boost::asio::ip::tcp::socket{context}.connect({boost::asio::ip::make_address(address_.host), address_.port},
                                                  ignored);
}

bool Mosquitto::start(EventLoop& loop, const std::vector<std::string>& extra_configuration) {
    address_.host = "127.0.0.1";
    address_.port = free_port(loop);
    process_ = std::make_unique<Process>(configuration(address_, extra_configuration), password_line(address_));
    const auto endpoints = resolve(loop, address_);
    const auto give_up = EventLoop::Clock::now() + broker_patience;
    while (EventLoop::Clock::now() < give_up) {
        // A broker that refuses this client for its credentials is up too.
        const auto trouble = BrokerClient{loop}.connect(endpoints, address_);
        const bool running = process_->running();
        if (running && trouble != "connection refused") return true;
        if (!running) {
            if (process_->log().find("Address already in use") != std::string::npos) return false;
            throw BrokerError{fmt::format("broker mosquitto: it ended at once: {}", last_log_line())};
        }
        boost::asio::steady_timer pause{loop.context(), std::chrono::milliseconds{1}};
        bool over = false;
        pause.async_wait([&over](const auto&) { over = true; });
        loop.run_until([&over] { return over; }, broker_patience);
    }
    throw BrokerError{fmt::format("broker mosquitto: it does not accept clients: {}", last_log_line())};
}

std::string Mosquitto::version() const {
    constexpr std::string_view before = "mosquitto version ";
    const auto log = process_->log();
    const auto at = log.find(before);
    if (at == std::string::npos) return "of unknown version";
    const auto begin = at + before.size();
    return log.substr(begin, log.find(' ', begin) - begin);
}

std::string Mosquitto::last_log_line() const {
    auto log = process_->log();
    while (!log.empty() && log.back() == '\n') log.pop_back();
    return log.empty() ? "it wrote no log" : log.substr(log.rfind('\n') + 1);
}

int Mosquitto::process_id() const {
    return process_->id();
}

}  // namespace otbench::sim
