#include "sim/host/realtime/pacer.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <system_error>
#include <utility>

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;

/// Short enough that an outside client's message is taken in without a delay that a person or a time-out would notice.
constexpr Nanoseconds wall_slice = 5ms;
/// Without pacing, how far the simulation runs before it checks for an interruption.
constexpr Nanoseconds virtual_slice = 10s;

Nanoseconds scaled(Nanoseconds t, double factor) {
    return Nanoseconds{static_cast<Nanoseconds::rep>(static_cast<double>(t.count()) * factor)};
}

/// A set of epoll with `fd`. Asio makes what it waits for non-blocking, which `fd` must not become.
int epoll_set_of(int fd) {
    const int set = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event wanted{EPOLLIN, {}};
    if (set >= 0 && ::epoll_ctl(set, EPOLL_CTL_ADD, fd, &wanted) == 0) return set;
    const std::error_code why{errno, std::generic_category()};
    if (set >= 0) ::close(set);
    throw std::system_error{why, "epoll"};
}

}  // namespace

/// A descriptor that ends waits.
class Pacer::Attention {
public:
    Attention(boost::asio::io_context& io, int fd) : set_(io, epoll_set_of(fd)) {}

    /// Sets `interrupted` as soon as the descriptor can be read.
    void watch(bool& interrupted) {
        if (std::exchange(*waiting_, true)) return;
        // The handler of a wait that is over already may come after the end of this.
        set_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                        [waiting = waiting_, &interrupted](boost::system::error_code error) {
                            if (error == boost::asio::error::operation_aborted) return;
                            *waiting = false;
                            interrupted = true;
                        });
    }

private:
    boost::asio::posix::stream_descriptor set_;
    std::shared_ptr<bool> waiting_ = std::make_shared<bool>(false);
};

Pacer::Pacer(double factor) : factor_(factor), io_(std::make_unique<boost::asio::io_context>(1)) {}

Pacer::~Pacer() = default;

Nanoseconds Pacer::slice() const {
    return real_time() ? scaled(wall_slice, factor_) : virtual_slice;
}

Nanoseconds Pacer::time() const {
    return started_ ? virtual_start_ + scaled(Clock::now() - start_, factor_) : virtual_start_;
}

Nanoseconds Pacer::set_back(Nanoseconds virtual_time) {
    const Nanoseconds behind = time() - virtual_time;
    if (!started_ || behind <= Nanoseconds{0}) return Nanoseconds{0};
    start_ += scaled(behind, 1.0 / factor_);
    return behind;
}

void Pacer::attend_to(int fd) {
    attention_ = fd < 0 ? nullptr : std::make_unique<Attention>(*io_, fd);
}

void Pacer::wait_until(Nanoseconds virtual_time) {
    if (!real_time()) return;
    if (!started_) {
        started_ = true;
        start_ = Clock::now();
        virtual_start_ = virtual_time;
    }
    boost::asio::steady_timer timer{*io_, start_ + scaled(virtual_time - virtual_start_, 1.0 / factor_)};
    bool over = false;
    timer.async_wait([&](boost::system::error_code) { over = true; });
    interrupted_ = false;
    if (attention_) attention_->watch(interrupted_);
    io_->restart();
    // An interruption by a signal does not end the wait before its time; the caller handles those.
    while (!over && !interrupted_) io_->run_one();
    timer.cancel();
    while (!over) io_->run_one();  // the handler refers to this call
}

}  // namespace otbench::sim
