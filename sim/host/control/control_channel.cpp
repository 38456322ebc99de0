#include "sim/host/control/control_channel.hpp"

#include <fmt/core.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "sim/host/process/worker_pool.hpp"

namespace otbench::sim {

std::string ControlLine::written() const {
    return fmt::format("{}{} {}\n", static_cast<char>(kind), client, text);
}

std::optional<ControlLine> ControlLine::read(const std::string& line) {
    const auto blank = line.find(' ');
    if (blank == std::string::npos || blank < 2) return std::nullopt;
    ControlLine result;
    result.kind = static_cast<Kind>(line.front());
    const auto [end, error] = std::from_chars(line.data() + 1, line.data() + blank, result.client);
    if (error != std::errc{} || end != line.data() + blank) return std::nullopt;
    result.text = line.substr(blank + 1);
    return result;
}

bool ControlChannel::has_input() const {
    if (received_.find('\n') != std::string::npos) return true;
    pollfd readable{fd_, POLLIN, 0};
    return ::poll(&readable, 1, 0) > 0;
}

std::optional<ControlLine> ControlChannel::take() {
    const auto end = received_.find('\n');
    if (end == std::string::npos) return std::nullopt;
    auto line = ControlLine::read(received_.substr(0, end));
    received_.erase(0, end + 1);
    return line;
}

std::optional<ControlLine> ControlChannel::next() {
    while (true) {
        if (auto line = take()) return line;
        char piece[65536];
        const ssize_t seen = ::recv(fd_, piece, sizeof piece, MSG_PEEK);
        if (seen <= 0) return std::nullopt;
        const void* const end = std::memchr(piece, '\n', static_cast<std::size_t>(seen));
        const auto wanted = end == nullptr ? seen : static_cast<const char*>(end) - piece + 1;
        const ssize_t n = ::read(fd_, piece, static_cast<std::size_t>(wanted));
        if (n <= 0) return std::nullopt;
        received_.append(piece, static_cast<std::size_t>(n));
    }
}

/// Takes what is there, as far as there is room.
void ControlChannel::receive_waiting() {
    constexpr std::size_t room = 2 << 20;
    char piece[65536];
    while (received_.size() < room) {
        const ssize_t n = ::recv(fd_, piece, sizeof piece, MSG_DONTWAIT);
        if (n <= 0) return;
        received_.append(piece, static_cast<std::size_t>(n));
    }
}

std::optional<ControlLine> ControlChannel::take_first(const std::function<bool(const ControlLine& line)>& wanted) {
    receive_waiting();
    std::size_t begin = 0;
    for (auto end = received_.find('\n'); end != std::string::npos; end = received_.find('\n', begin)) {
        auto line = ControlLine::read(received_.substr(begin, end - begin));
        if (line && wanted(*line)) {
            received_.erase(begin, end + 1 - begin);
            return line;
        }
        begin = end + 1;
    }
    return std::nullopt;
}

void ControlChannel::send(const ControlLine& line) const {
    write_all(fd_, line.written());
}

void ControlChannel::hand_over(const ControlLine& first) {
    const auto again = [&](ControlLine line) {
        if (line.kind == ControlLine::Kind::message) line.kind = ControlLine::Kind::again;
        send(line);
    };
    again(first);
    while (has_input()) {
        auto line = next();
        if (!line) return;
        again(std::move(*line));
    }
}

}  // namespace otbench::sim
