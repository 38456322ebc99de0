#include "sim/host/control/control_front.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <utility>

#include "sim/host/process/worker_pool.hpp"

namespace otbench::sim {
namespace {

using Clock = std::chrono::steady_clock;
using rpc::ClientId;

constexpr int poll_interval_ms = 100;
/// How long a bench may take to close its files after an interruption.
constexpr auto grace = std::chrono::seconds{5};
/// What may wait for a client that does not read.
constexpr std::size_t longest_backlog = 64 << 20;
constexpr std::size_t most_clients = 64;

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error{errno, std::generic_category(), what};
}

void set_non_blocking(int fd) {
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/// Removes a socket that a killed process left; one at which a process listens stays.
void remove_stale(const std::string& path, const sockaddr_un& address) {
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool refused =
        ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno == ECONNREFUSED;
    ::close(probe);
    if (refused) ::unlink(path.c_str());
}

int listen_local(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    remove_stale(path, address);
    const mode_t before = ::umask(0077);  // the socket is its owner's
    const bool bound = fd >= 0 && ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::umask(before);
    if (!bound || ::listen(fd, SOMAXCONN) != 0) fail("unix:" + path);
    return fd;
}

int listen_tcp(ControlEndpoint& endpoint) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(endpoint.port);
    ::inet_pton(AF_INET, endpoint.host.c_str(), &address.sin_addr);
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(fd, SOMAXCONN) != 0)
        fail(fmt::format("tcp:{}:{}", endpoint.host, endpoint.port));
    socklen_t size = sizeof address;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    endpoint.port = ntohs(address.sin_port);
    return fd;
}

/// Whether a connection begins with anything but a request, as one of a browser does.
bool is_foreign(const std::string& line) {
    const auto first = line.find_first_not_of(" \t\r");
    return first != std::string::npos && line[first] != '{' && line[first] != '[';
}

}  // namespace

struct ControlFront::Listener {
    ControlEndpoint endpoint;
    int fd = -1;
};

struct ControlFront::Client {
    ClientId id = 0;
    int in = -1, out = -1;
    bool admitted = true;
    bool is_tcp = false;    ///< so that a browser could be it
    bool has_sent = false;  ///< a whole line
    bool skipping = false;  ///< the rest of a line that is too long
    bool gone = false;      ///< it sends no more
    bool dropped = false;   ///< and gets nothing more
    std::string received, unsent;
};

ControlFront::ControlFront(const std::vector<ControlEndpoint>& endpoints, std::string token, Work work)
    : token_(std::move(token)), work_(std::move(work)) {
    std::signal(SIGPIPE, SIG_IGN);
    gate_.add({"authenticate",
               "Proves that the client may use the bench.",
               {{"token", rpc::types::text, true, "The token."}},
               ""},
              [this](const rpc::Call& call) -> rpc::Outcome {
                  admitted_ = call.get<std::string>("token") == token_;
                  if (admitted_) return nlohmann::json::object();
                  return rpc::Failure{rpc::Code::invalid_request, "invalid token"};
              });
    for (const ControlEndpoint& endpoint : endpoints) {
        if (endpoint.kind == ControlEndpoint::Kind::stdio) {
            auto client = std::make_unique<Client>();
            client->id = ++last_client_;
            client->in = STDIN_FILENO;
            client->out = STDOUT_FILENO;
            clients_[client->id] = std::move(client);
            continue;
        }
        auto listener = std::make_unique<Listener>(Listener{endpoint, -1});
        listener->fd = endpoint.kind == ControlEndpoint::Kind::local ? listen_local(endpoint.path)
                                                                     : listen_tcp(listener->endpoint);
        listeners_.push_back(std::move(listener));
    }
}

ControlFront::~ControlFront() {
    for (const auto& listener : listeners_) {
        ::close(listener->fd);
        if (listener->endpoint.kind == ControlEndpoint::Kind::local) ::unlink(listener->endpoint.path.c_str());
    }
}

std::vector<std::string> ControlFront::addresses() const {
    std::vector<std::string> all;
    for (const auto& listener : listeners_) all.push_back(to_string(listener->endpoint));
    return all;
}

void ControlFront::start_worker(const std::vector<std::string>& first) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) fail("socketpair");
    std::fflush(nullptr);
    const pid_t parent = ::getpid();
    worker_ = ::fork();
    if (worker_ < 0) fail("fork");
    if (worker_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(1);
        ::close(ends[0]);
        for (const auto& listener : listeners_) ::close(listener->fd);
        for (const auto& [id, client] : clients_)
            if (client->in != STDIN_FILENO) ::close(client->in);
        const auto is_stdio = [](const auto& each) { return each.second->in == STDIN_FILENO; };
        if (std::any_of(clients_.begin(), clients_.end(), is_stdio)) ::dup2(STDERR_FILENO, STDOUT_FILENO);
        int code = 1;
        try {
            code = work_(ends[1]);
        } catch (const std::exception& error) {
            fmt::print(stderr, "otbench: {}\n", error.what());
        }
        std::fflush(nullptr);
        ::_exit(code);
    }
    ::close(ends[1]);
    worker_fd_ = ends[0];
    set_non_blocking(worker_fd_);
    from_worker_.clear();
    std::string waiting = std::exchange(to_worker_, {});
    for (const std::string& line : first) to_worker_ += line;
    to_worker_ += waiting;
}

int ControlFront::worker_exit() {
    int status = 0;
    const auto deadline = Clock::now() + grace;
    while (::waitpid(worker_, &status, WNOHANG) == 0) {
        if (interrupted && Clock::now() > deadline) ::kill(worker_, SIGKILL);
        ::poll(nullptr, 0, 1);
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void ControlFront::accept_from(const Listener& listener) {
    const int fd = ::accept4(listener.fd, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    if (clients_.size() >= most_clients) {
        ::close(fd);
        return;
    }
    auto client = std::make_unique<Client>();
    client->id = ++last_client_;
    client->in = client->out = fd;
    client->admitted = !listener.endpoint.is_remote();
    client->is_tcp = listener.endpoint.kind == ControlEndpoint::Kind::tcp;
    clients_[client->id] = std::move(client);
}

void ControlFront::reply(Client& client, const std::string& line) {
    client.unsent += line;
    client.unsent += '\n';
    if (client.unsent.size() > longest_backlog) client.dropped = true;
    write_to(client);
}

void ControlFront::write_to(Client& client) {
    while (!client.unsent.empty() && !client.dropped) {
        const ssize_t n = ::write(client.out, client.unsent.data(), client.unsent.size());
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n < 0) {
            client.dropped = true;
            return;
        }
        client.unsent.erase(0, static_cast<std::size_t>(n));
    }
}

void ControlFront::take_line(Client& client, const std::string& line) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) return;
    const bool is_first = !std::exchange(client.has_sent, true);
    const bool is_browser = client.is_tcp && is_first && is_foreign(line);
    if (!client.admitted || is_browser) {
        admitted_ = false;
        const std::string answer = gate_.answer(line, client.id);
        if (!answer.empty()) reply(client, answer);
        client.admitted = client.admitted || admitted_;
        if (is_browser) client.dropped = true;
        return;
    }
    to_worker_ += ControlLine{ControlLine::Kind::message, client.id, line}.written();
}

void ControlFront::read_from(Client& client) {
    char piece[65536];
    const ssize_t n = ::read(client.in, piece, sizeof piece);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) {
        client.gone = true;
        return;
    }
    client.received.append(piece, static_cast<std::size_t>(n));
    std::size_t begin = 0;
    for (auto end = client.received.find('\n'); end != std::string::npos && !client.dropped;
         end = client.received.find('\n', begin)) {
        if (!std::exchange(client.skipping, false)) take_line(client, client.received.substr(begin, end - begin));
        begin = end + 1;
    }
    client.received.erase(0, begin);
    if (client.received.size() <= rpc::longest_line) return;
    if (!client.skipping) reply(client, gate_.answer(client.received, client.id));
    client.skipping = true;
    client.received.clear();
}

void ControlFront::read_worker(const OwnAnswer& own_answer) {
    char piece[65536];
    const ssize_t n = ::read(worker_fd_, piece, sizeof piece);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) {
        ::close(std::exchange(worker_fd_, -1));
        return;
    }
    from_worker_.append(piece, static_cast<std::size_t>(n));
    std::size_t begin = 0;
    for (auto end = from_worker_.find('\n'); end != std::string::npos; end = from_worker_.find('\n', begin)) {
        auto line = ControlLine::read(from_worker_.substr(begin, end - begin));
        begin = end + 1;
        if (!line) continue;
        if (line->kind == ControlLine::Kind::again) {
            line->kind = ControlLine::Kind::message;
            again_.push_back(line->written());
        } else if (line->client == 0) {
            own_answer(line->text);
        } else if (const auto client = clients_.find(line->client); client != clients_.end()) {
            reply(*client->second, line->text);
        }
    }
    from_worker_.erase(0, begin);
}

void ControlFront::write_worker() {
    const ssize_t n = ::send(worker_fd_, to_worker_.data(), to_worker_.size(), MSG_NOSIGNAL);
    if (n > 0) to_worker_.erase(0, static_cast<std::size_t>(n));
}

void ControlFront::drop_gone_clients() {
    for (auto each = clients_.begin(); each != clients_.end();) {
        Client& client = *each->second;
        const bool is_stdio = client.in == STDIN_FILENO;
        if (is_stdio && (client.gone || client.dropped)) finishing_ = true;
        if (is_stdio || !(client.gone || client.dropped)) {
            ++each;
            continue;
        }
        ::close(client.in);
        to_worker_ += ControlLine{ControlLine::Kind::left, client.id, {}}.written();
        each = clients_.erase(each);
    }
}

void ControlFront::poll_once(const OwnAnswer& own_answer) {
    std::vector<pollfd> fds;
    const auto events = [](bool read, bool write) {
        return static_cast<short>((read ? POLLIN : 0) | (write ? POLLOUT : 0));
    };
    fds.push_back({worker_fd_, events(true, !to_worker_.empty()), 0});
    for (const auto& listener : listeners_) fds.push_back({listener->fd, events(true, false), 0});
    std::vector<Client*> polled;
    for (const auto& [id, client] : clients_) {
        polled.push_back(client.get());
        fds.push_back({client->gone || finishing_ ? -1 : client->in, events(true, false), 0});
        fds.push_back({client->unsent.empty() ? -1 : client->out, events(false, true), 0});
    }
    if (::poll(fds.data(), fds.size(), poll_interval_ms) <= 0) return;
    const auto is_ready = [](const pollfd& fd) { return fd.revents != 0; };
    auto fd = fds.begin() + 1 + static_cast<std::ptrdiff_t>(listeners_.size());
    for (Client* client : polled) {
        if (is_ready(*fd++)) read_from(*client);
        if (is_ready(*fd++)) write_to(*client);
    }
    for (std::size_t i = 0; i < listeners_.size(); ++i)
        if (is_ready(fds[i + 1])) accept_from(*listeners_[i]);
    if ((fds.front().revents & (POLLIN | POLLHUP | POLLERR)) != 0) read_worker(own_answer);
    if (worker_fd_ >= 0 && !to_worker_.empty()) write_worker();
}

int ControlFront::run(const std::vector<std::string>& first, const OwnAnswer& own_answer) {
    std::vector<std::string> requests;
    requests.reserve(first.size());
    for (const std::string& text : first)
        requests.push_back(ControlLine{ControlLine::Kind::message, 0, text}.written());
    start_worker(requests);
    bool told = false;
    while (true) {
        poll_once(own_answer);
        drop_gone_clients();
        if (interrupted && !std::exchange(told, true)) {
            ::kill(worker_, SIGINT);
            finishing_ = true;
        }
        if (finishing_ && to_worker_.empty() && worker_fd_ >= 0) ::shutdown(worker_fd_, SHUT_WR);
        if (worker_fd_ >= 0) continue;
        const int code = worker_exit();
        if (code != renewal_exit || interrupted) return code;
        start_worker(std::exchange(again_, {}));
    }
}

}  // namespace otbench::sim
