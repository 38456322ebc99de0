#include "sim/host/control/control_client.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

namespace otbench::sim {
namespace {

using nlohmann::json;

int connect_local(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
    const int why = errno;
    ::close(fd);
    errno = why;
    return -1;
}

int connect_tcp(const ControlEndpoint& endpoint) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(endpoint.port);
    ::inet_pton(AF_INET, endpoint.host.c_str(), &address.sin_addr);
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
    const int why = errno;
    ::close(fd);
    errno = why;
    return -1;
}

rpc::Failure failure_of(const json& error) {
    return {static_cast<rpc::Code>(error.at("code").get<int>()), error.at("message").get<std::string>(),
            error.value("data", json{})};
}

}  // namespace

ControlClient::ControlClient(const ControlEndpoint& endpoint, Nanoseconds patience)
    : name_(to_string(endpoint)),
      patience_(patience),
      fd_(endpoint.kind == ControlEndpoint::Kind::local ? connect_local(endpoint.path) : connect_tcp(endpoint)) {
    if (fd_ < 0) throw trouble(std::strerror(errno));
}

ControlClient::~ControlClient() {
    ::close(fd_);
}

std::runtime_error ControlClient::trouble(const std::string& what) const {
    return std::runtime_error{fmt::format("{}: {}", name_, what)};
}

void ControlClient::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t n = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw trouble(std::strerror(errno));
        text.remove_prefix(static_cast<std::size_t>(n));
    }
}

std::string ControlClient::read_line() {
    const auto deadline = std::chrono::steady_clock::now() + patience_;
    for (auto end = received_.find('\n');; end = received_.find('\n')) {
        if (end != std::string::npos) {
            std::string line = received_.substr(0, end);
            received_.erase(0, end + 1);
            return line;
        }
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        pollfd readable{fd_, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&readable, 1, static_cast<int>(left.count())) == 0)
            throw trouble(fmt::format("no answer within {} s", in_seconds(patience_)));
        char piece[65536];
        const ssize_t n = ::recv(fd_, piece, sizeof piece, MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (n < 0) throw trouble(std::strerror(errno));
        if (n == 0) throw trouble("the program ended the connection");
        received_.append(piece, static_cast<std::size_t>(n));
    }
}

rpc::Outcome ControlClient::call(std::string_view method, const json& parameters) {
    const int id = ++last_id_;
    write(json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", parameters}}.dump() + '\n');
    try {
        while (true) {
            const json message = json::parse(read_line());
            if (message.contains("method")) {
                if (listener_) listener_(message.at("method").get<std::string>(), message.at("params"));
                continue;
            }
            if (message.contains("error")) return failure_of(message.at("error"));
            if (message.at("id") == id) return message.at("result");
        }
    } catch (const json::exception&) {
        throw trouble("invalid answer (expected JSON-RPC 2.0)");
    }
}

}  // namespace otbench::sim
