#pragma once

#include "bus/event_sink.hpp"

namespace otbench::sim {

/// Holds virtual time back to wall-clock time times a factor. The only place where the two meet.
class Pacer {
public:
    /// `factor` 0: as fast as it goes; 1: real time; 10: ten virtual seconds a second. Time starts with the first wait.
    explicit Pacer(double factor) : factor_(factor) {}

    [[nodiscard]] bool real_time() const { return factor_ > 0; }

    /// The longest piece of virtual time that may be simulated between two waits.
    [[nodiscard]] Nanoseconds slice() const;

    /// Returns when the wall clock has come to `virtual_time`; at once when it is there or beyond.
    void wait_until(Nanoseconds virtual_time);

private:
    double factor_;
    bool started_ = false;
    std::chrono::steady_clock::time_point start_{};
    Nanoseconds virtual_start_{};
};

}  // namespace otbench::sim
