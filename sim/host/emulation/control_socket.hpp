#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <functional>
#include <string>

#include "bus/record/codec_error.hpp"
#include "sim/host/control/control_endpoint.hpp"
#include "sim/host/ports/accept_loop.hpp"

namespace otbench::sim {

/// A socket on which other programs control this one, line by line. A line that begins with a brace is a request of
/// JSON-RPC, answered by a line. At a local socket, any other is answered by its output and a line `ok`, or by a line
/// `error: WHY`; at TCP, where a browser could be the client, by an error of JSON-RPC and the end of the connection.
class ControlSocket {
public:
    using Handler = std::function<Checked<std::string>(const std::string& line)>;
    /// Answers a request of JSON-RPC: with a line without its end, or with nothing.
    using RequestHandler = std::function<std::string(const std::string& line)>;

    /// `endpoint`: not stdio. A socket that a killed process left at a path is replaced. Throws std::runtime_error with
    /// a line for the user.
    ControlSocket(boost::asio::io_context& io, const ControlEndpoint& endpoint, Handler handler,
                  RequestHandler requests);
    ~ControlSocket();

    /// How clients connect: "unix:/tmp/control".
    [[nodiscard]] std::string address() const;

private:
    class Session;

    void listen_local(boost::asio::io_context& io);
    void listen_tcp();
    void welcome(boost::asio::generic::stream_protocol::socket socket);

    ControlEndpoint endpoint_;
    Handler handler_;
    RequestHandler requests_;
    AcceptLoop<boost::asio::local::stream_protocol> local_accepts_;
    AcceptLoop<boost::asio::ip::tcp> tcp_accepts_;
};

}  // namespace otbench::sim
