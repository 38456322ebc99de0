#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <functional>
#include <string>

#include "base/time.hpp"
#include "bus/record/codec_error.hpp"
#include "sim/host/ports/accept_loop.hpp"

namespace otbench::sim {

/// A local socket on which other programs control this one, line by line. Each line is answered by its output and a
/// line `ok`, or by a line `error: WHY`.
class ControlSocket {
public:
    using Handler = std::function<Checked<std::string>(const std::string& line)>;

    /// A socket that a killed process left at `path` is replaced. Throws std::runtime_error with a line for the user.
    ControlSocket(boost::asio::io_context& io, std::string path, Handler handler);
    ~ControlSocket();

private:
    class Session;

    std::string path_;
    Handler handler_;
    AcceptLoop<boost::asio::local::stream_protocol> accepts_;
};

/// Sends one line to the socket at `path` and returns its output. Throws std::runtime_error with a line for the user
/// when no program listens there, or when the answer is not complete within `limit`.
[[nodiscard]] Checked<std::string> control_request(const std::string& path, const std::string& line, Nanoseconds limit);

}  // namespace otbench::sim
