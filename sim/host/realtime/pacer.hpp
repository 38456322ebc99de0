#pragma once

#include <chrono>
#include <memory>

#include "base/time.hpp"

namespace boost::asio {
class io_context;
}

namespace otbench::sim {

/// Holds virtual time back to wall-clock time times a factor, and serves external peers while it waits. The only place
/// where the two times meet.
class Pacer {
public:
    /// `factor` 0: as fast as it goes; 1: real time; 10: ten virtual seconds a second. Time starts with the first wait.
    explicit Pacer(double factor);
    ~Pacer();

    [[nodiscard]] bool real_time() const { return factor_ > 0; }

    /// The longest piece of virtual time that may be simulated between two waits.
    [[nodiscard]] Nanoseconds slice() const;

    /// The virtual time to which the wall clock has come.
    [[nodiscard]] Nanoseconds time() const;

    /// Sets the clock back to `virtual_time`: what the simulation could not keep up with is not made up for. Returns by
    /// how much virtual time that is, 0 when it was not behind.
    Nanoseconds set_back(Nanoseconds virtual_time);

    /// Returns when the wall clock has come to `virtual_time`, at once when it is there or beyond; earlier after
    /// a call of `interrupt_wait`.
    void wait_until(Nanoseconds virtual_time);

    /// From now on a wait ends also when `fd` can be read; until that is done, waits end at once. -1: no longer.
    /// Throws `std::system_error`.
    void attend_to(int fd);

    /// The loop that runs while time waits, on the same thread: for ports to external peers.
    [[nodiscard]] boost::asio::io_context& outside() { return *io_; }
    /// Ends the present wait, because a peer did something that concerns the simulation.
    void interrupt_wait() { interrupted_ = true; }

private:
    using Clock = std::chrono::steady_clock;

    double factor_;
    bool started_ = false;
    bool interrupted_ = false;
    Clock::time_point start_{};
    Nanoseconds virtual_start_{};
    std::unique_ptr<boost::asio::io_context> io_;
    class Attention;
    std::unique_ptr<Attention> attention_;
};

}  // namespace otbench::sim
