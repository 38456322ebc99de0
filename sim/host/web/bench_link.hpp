#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/streambuf.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace otbench::sim {

/// A connection to the control interface of the bench, line by line.
class BenchLink : public std::enable_shared_from_this<BenchLink> {
public:
    using Line = std::function<void(const std::string& line)>;
    using Gone = std::function<void()>;

    explicit BenchLink(boost::asio::io_context& io);

    /// Connects to the socket at `path`; false when the bench does not listen there.
    [[nodiscard]] bool open(const std::string& path);
    /// From now on calls `take` for each line, and `gone` when the connection ends, until `close`.
    void listen(Line take, Gone gone);
    /// Sends a line.
    void send(std::string line);
    void close();

private:
    void read();
    void write();

    boost::asio::local::stream_protocol::socket socket_;
    boost::asio::streambuf received_;
    std::deque<std::string> unsent_;
    Line take_;
    Gone gone_;
};

}  // namespace otbench::sim
