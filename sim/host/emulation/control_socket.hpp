#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <functional>
#include <string>

#include "base/time.hpp"
#include "bus/record/codec_error.hpp"
#include "sim/host/ports/accept_loop.hpp"

namespace otbench::sim {

/// A local socket on which other programs control this one, line by line. A line that begins with a brace is a request
/// of JSON-RPC, answered by a line. Any other is answered by its output and a line `ok`, or by a line `error: WHY`.
class ControlSocket {
public:
    using Handler = std::function<Checked<std::string>(const std::string& line)>;
    /// Answers a request of JSON-RPC: with a line without its end, or with nothing.
    using RequestHandler = std::function<std::string(const std::string& line)>;

    /// A socket that a killed process left at `path` is replaced. Throws std::runtime_error with a line for the user.
    ControlSocket(boost::asio::io_context& io, std::string path, Handler handler, RequestHandler requests);
    ~ControlSocket();

private:
    class Session;

    std::string path_;
    Handler handler_;
    RequestHandler requests_;
    AcceptLoop<boost::asio::local::stream_protocol> accepts_;
};

/// Sends one line to the socket at `path` and returns its output. Throws std::runtime_error with a line for the user
/// when no program listens there, or when the answer is not complete within `limit`.
[[nodiscard]] Checked<std::string> control_request(const std::string& path, const std::string& line, Nanoseconds limit);

}  // namespace otbench::sim
