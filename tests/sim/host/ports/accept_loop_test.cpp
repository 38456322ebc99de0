#include "sim/host/ports/accept_loop.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace otbench::sim {
namespace {

using boost::asio::ip::tcp;
using namespace std::chrono_literals;

/// During its lifetime this process cannot open another descriptor.
class NoDescriptorsLeft {
public:
    NoDescriptorsLeft() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const int lowest_free = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(lowest_free);
        rlimit none = before_;
        none.rlim_cur = static_cast<rlim_t>(lowest_free);
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    NoDescriptorsLeft(const NoDescriptorsLeft&) = delete;
    NoDescriptorsLeft& operator=(const NoDescriptorsLeft&) = delete;
    ~NoDescriptorsLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

TEST(AcceptLoop, pauses_without_free_descriptors_and_accepts_when_there_are_some) {
    boost::asio::io_context io;
    AcceptLoop<tcp> loop{io};
    const tcp::endpoint loopback{boost::asio::ip::address_v4::loopback(), 0};
    loop.acceptor().open(tcp::v4());
    loop.acceptor().bind(loopback);
    loop.acceptor().listen();
    int welcomed = 0;
    loop.run([&](const tcp::socket& /*socket*/) { ++welcomed; });
    tcp::socket client{io};
    client.connect(loop.acceptor().local_endpoint());
    {
        const NoDescriptorsLeft none;
        EXPECT_LE(io.run_for(AcceptLoop<tcp>::pause * 3 / 2), 4u) << "it does not try all the time";
        EXPECT_EQ(welcomed, 0);
    }
    io.restart();
    const auto end = std::chrono::steady_clock::now() + 5s;
    while (welcomed == 0 && std::chrono::steady_clock::now() < end) io.run_one_until(end);
    EXPECT_EQ(welcomed, 1);
}

}  // namespace
}  // namespace otbench::sim
