#include "sim/host/web/web_process.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>
#include <utility>

#include "sim/host/ports/accept_loop.hpp"
#include "sim/host/web/web_session.hpp"
#include "sim/host/web/web_site.hpp"

namespace otbench::sim {
namespace {

using boost::asio::ip::tcp;

void listen_at(tcp::acceptor& acceptor, const ControlEndpoint& endpoint) {
    boost::system::error_code error;
    const tcp::endpoint at{boost::asio::ip::make_address(endpoint.host, error), endpoint.port};
    if (!error) acceptor.open(at.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(at, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error)
        throw std::system_error{error.value(), std::generic_category(),
                                fmt::format("{}:{}", endpoint.host, endpoint.port)};
}

/// Serves connections for ever.
void serve_site(boost::asio::io_context& io, AcceptLoop<tcp>& accepts, WebSite& site) {
    accepts.run([&](tcp::socket socket) { start_web_session(std::move(socket), site); });
    while (true) {
        try {
            io.run();
        } catch (const std::exception& error) {
            fmt::print(stderr, "otbench: web: {}\n", error.what());
        }
    }
}

/// Leaves terminal, standard input and output to the bench.
void detach(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGPIPE, SIG_IGN);
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(nothing, STDOUT_FILENO);
}

}  // namespace

WebProcess::WebProcess(const ControlEndpoint& endpoint, std::string token) {
    boost::asio::io_context io;
    AcceptLoop<tcp> accepts{io};
    listen_at(accepts.acceptor(), endpoint);
    address_ = fmt::format("http://{}:{}/", endpoint.host, accepts.acceptor().local_endpoint().port());
    std::fflush(nullptr);
    const pid_t parent = ::getpid();
    io.notify_fork(boost::asio::execution_context::fork_prepare);
    process_ = ::fork();
    if (process_ < 0) throw std::system_error{errno, std::generic_category(), "fork"};
    if (process_ == 0) {
        io.notify_fork(boost::asio::execution_context::fork_child);
        detach(parent);
        WebSite site{WebPolicy{std::move(token)}, control().path};
        serve_site(io, accepts, site);
        ::_exit(1);
    }
    io.notify_fork(boost::asio::execution_context::fork_parent);
}

WebProcess::~WebProcess() {
    ::kill(process_, SIGKILL);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

ControlEndpoint WebProcess::control() const {
    return {ControlEndpoint::Kind::local, folder_.path() + "/control", {}, 0};
}

}  // namespace otbench::sim
