#include "sim/host/pacer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;

/// Short enough that an outside client's message is taken in without a delay that a person or a time-out would notice.
constexpr Nanoseconds wall_slice = 5ms;
/// Without pacing, how far the simulation runs before it looks for an interruption.
constexpr Nanoseconds virtual_slice = 10s;

Nanoseconds scaled(Nanoseconds t, double factor) {
    return Nanoseconds{static_cast<Nanoseconds::rep>(static_cast<double>(t.count()) * factor)};
}

}  // namespace

Nanoseconds Pacer::slice() const {
    return real_time() ? scaled(wall_slice, factor_) : virtual_slice;
}

void Pacer::wait_until(Nanoseconds virtual_time) {
    if (!real_time()) return;
    if (!started_) {
        started_ = true;
        start_ = std::chrono::steady_clock::now();
        virtual_start_ = virtual_time;
    }
    boost::asio::io_context io;
    boost::asio::steady_timer timer{io, start_ + scaled(virtual_time - virtual_start_, 1.0 / factor_)};
    boost::system::error_code interrupted;  // by a signal; whoever moves time looks after those
    timer.wait(interrupted);
}

}  // namespace otbench::sim
