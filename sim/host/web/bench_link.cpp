#include "sim/host/web/bench_link.hpp"

#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace otbench::sim {
namespace {

/// Of an answer: far more than 10000 events have.
constexpr std::size_t longest_answer = 64 << 20;

}  // namespace

BenchLink::BenchLink(boost::asio::io_context& io) : socket_(io), received_(longest_answer) {}

bool BenchLink::open(const std::string& path) {
    boost::system::error_code error;
    socket_.connect({path}, error);
    return !error;
}

void BenchLink::listen(Line take, Gone gone) {
    take_ = std::move(take);
    gone_ = std::move(gone);
    read();
}

void BenchLink::read() {
    boost::asio::async_read_until(socket_, received_, '\n',
                                  [self = shared_from_this()](boost::system::error_code error, std::size_t size) {
                                      if (!self->take_) return;
                                      if (error) return std::exchange(self->gone_, {})();
                                      const auto* const begin = static_cast<const char*>(self->received_.data().data());
                                      const std::string line{begin, size - 1};
                                      self->received_.consume(size);
                                      const Line take = self->take_;  // it may close this
                                      take(line);
                                      if (self->take_) self->read();
                                  });
}

void BenchLink::send(std::string line) {
    unsent_.push_back(std::move(line) + '\n');
    if (unsent_.size() == 1) write();
}

void BenchLink::write() {
    boost::asio::async_write(socket_, boost::asio::buffer(unsent_.front()),
                             [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                                 if (error) return;  // the reader notices it, too
                                 self->unsent_.pop_front();
                                 if (!self->unsent_.empty()) self->write();
                             });
}

void BenchLink::close() {
    take_ = nullptr;
    gone_ = nullptr;
    boost::system::error_code ignored;
    socket_.close(ignored);
}

}  // namespace otbench::sim
