#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <utility>

namespace otbench::sim {

/// Accepts connections of a `Protocol` during its lifetime. When that fails, as it does without free descriptors,
/// it pauses before it tries again, because the connection that waits would make it fail again at once.
template <class Protocol>
class AcceptLoop {
public:
    using Acceptor = typename Protocol::acceptor;
    using Socket = typename Protocol::socket;
    static constexpr std::chrono::milliseconds pause{100};

    /// Not open yet: the caller opens, binds and listens.
    explicit AcceptLoop(boost::asio::io_context& io) : acceptor_(io), again_(io) {}

    [[nodiscard]] Acceptor& acceptor() { return acceptor_; }

    void run(std::function<void(Socket)> welcome) {
        welcome_ = std::move(welcome);
        accept();
    }

private:
    void accept() {
        acceptor_.async_accept([this](boost::system::error_code error, Socket socket) {
            if (error == boost::asio::error::operation_aborted) return;
            if (error) return accept_later();
            welcome_(std::move(socket));
            accept();
        });
    }

    void accept_later() {
        again_.expires_after(pause);
        again_.async_wait([this](boost::system::error_code over) {
            if (!over) accept();
        });
    }

    Acceptor acceptor_;
    boost::asio::steady_timer again_;
    std::function<void(Socket)> welcome_;
};

}  // namespace otbench::sim
