#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>

namespace otbench::sim {

/// Asio's event loop, run by the calling thread for as long as it waits for something. Other threads may only post.
class EventLoop {
public:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] boost::asio::io_context& context() { return context_; }

    /// Handles events until `done()`; false when that did not come true within `limit`.
    template <typename Done>
    bool run_until(Done done, Clock::duration limit) {
        const auto deadline = Clock::now() + limit;
        while (!done()) {
            if (context_.run_one_until(deadline) == 0) return done();
        }
        return true;
    }

    /// Handles what is ready, without waiting.
    void poll() { context_.poll(); }

private:
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
};

/// How long anything a broker has to do may take in wall-clock time. It takes about 0.1 ms; what takes so much longer
/// will not come.
constexpr std::chrono::seconds broker_patience{5};

}  // namespace otbench::sim
