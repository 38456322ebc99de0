#include "sim/host/emulation/control_socket.hpp"

#include <fmt/core.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <istream>
#include <memory>
#include <stdexcept>

#include "base/rpc/dispatcher.hpp"

namespace otbench::sim {
namespace {

using boost::asio::ip::tcp;
using boost::asio::local::stream_protocol;
using generic_protocol = boost::asio::generic::stream_protocol;

constexpr std::string_view ok_line = "ok";
constexpr std::string_view error_word = "error: ";

}  // namespace

/// One controlling program, as long as its connection exists.
class ControlSocket::Session : public std::enable_shared_from_this<Session> {
public:
    /// Without a `handler` there are no lines but requests.
    Session(generic_protocol::socket socket, const Handler& handler, const RequestHandler& requests)
        : socket_(std::move(socket)), handler_(handler), requests_(requests), input_(rpc::longest_line) {}

    void read() {
        boost::asio::async_read_until(socket_, input_, '\n',
                                      [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                                          if (!error) self->answer();
                                      });
    }

private:
    [[nodiscard]] std::string output_of(const std::string& line) {
        const bool is_request = !line.empty() && line.front() == '{';
        if (is_request || !handler_) {
            const std::string answer = requests_(line);
            is_over_ = !is_request;
            return answer.empty() ? answer : answer + '\n';
        }
        const auto output = handler_(line);
        return output ? fmt::format("{}{}\n", *output, ok_line)
                      : fmt::format("{}{}\n", error_word, output.error().message);
    }

    void answer() {
        std::istream stream{&input_};
        std::string line;
        std::getline(stream, line);
        output_ = output_of(line);
        boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->write(); });
    }

    /// What the request led to, such as the removal of a bus, is done.
    void write() {
        boost::asio::async_write(socket_, boost::asio::buffer(output_),
                                 [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                                     if (!error && !self->is_over_) self->read();
                                 });
    }

    generic_protocol::socket socket_;
    Handler handler_;
    RequestHandler requests_;
    boost::asio::streambuf input_;
    std::string output_;
    bool is_over_ = false;  ///< the connection ends after the answer
};

ControlSocket::ControlSocket(boost::asio::io_context& io, const ControlEndpoint& endpoint, Handler handler,
                             RequestHandler requests)
    : endpoint_(endpoint),
      handler_(std::move(handler)),
      requests_(std::move(requests)),
      local_accepts_(io),
      tcp_accepts_(io) {
    try {
        if (endpoint.kind == ControlEndpoint::Kind::local)
            listen_local(io);
        else
            listen_tcp();
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error{fmt::format("{}: {}", address(), error.code().message())};
    }
}

void ControlSocket::listen_local(boost::asio::io_context& io) {
    const std::string& path = endpoint_.path;
    std::error_code ignored;
    if (std::filesystem::is_socket(path, ignored)) {
        stream_protocol::socket probe{io};
        boost::system::error_code refused;
        probe.connect(path, refused);
        if (!refused) throw std::runtime_error{fmt::format("{}: another emulation listens there", path)};
        std::filesystem::remove(path, ignored);
    }
    local_accepts_.acceptor().open();
    local_accepts_.acceptor().bind(path);
    local_accepts_.acceptor().listen();
    local_accepts_.run([this](stream_protocol::socket socket) { welcome(std::move(socket)); });
}

void ControlSocket::listen_tcp() {
    auto& acceptor = tcp_accepts_.acceptor();
    const tcp::endpoint place{boost::asio::ip::make_address(endpoint_.host), endpoint_.port};
    acceptor.open(place.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address{true});
    acceptor.bind(place);
    acceptor.listen();
    endpoint_.port = acceptor.local_endpoint().port();
    tcp_accepts_.run([this](tcp::socket socket) { welcome(std::move(socket)); });
}

void ControlSocket::welcome(generic_protocol::socket socket) {
    const bool is_local = endpoint_.kind == ControlEndpoint::Kind::local;
    std::make_shared<Session>(std::move(socket), is_local ? handler_ : Handler{}, requests_)->read();
}

std::string ControlSocket::address() const {
    return to_string(endpoint_);
}

ControlSocket::~ControlSocket() {
    std::error_code ignored;
    if (endpoint_.kind == ControlEndpoint::Kind::local) std::filesystem::remove(endpoint_.path, ignored);
}

}  // namespace otbench::sim
