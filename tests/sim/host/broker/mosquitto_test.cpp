#include "sim/host/broker/mosquitto.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "sim/host/broker/broker_client.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {
namespace {

/// True when the process ends within five seconds; reaped or not.
bool ends(int pidfd) {
    pollfd waiting{pidfd, POLLIN, 0};
    return ::poll(&waiting, 1, 5000) == 1;
}

std::optional<std::string> trouble_of_a_client(EventLoop& loop, const BrokerAddress& address) {
    return BrokerClient{loop}.connect(resolve(loop, address), address);
}

TEST(Mosquitto, accepts_clients_as_soon_as_it_is_there_and_none_afterwards) {
    EventLoop loop;
    BrokerAddress address;
    {
        const Mosquitto mosquitto{loop};
        address = mosquitto.address();
        EXPECT_EQ(trouble_of_a_client(loop, address), std::nullopt);
        EXPECT_THAT(mosquitto.version(), ::testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
    }
    EXPECT_EQ(trouble_of_a_client(loop, address), "connection refused");
}

TEST(Mosquitto, dies_with_the_process_that_started_it_even_by_sigkill) {
    int channel[2];
    ASSERT_EQ(::pipe(channel), 0);
    const auto starter = ::fork();
    if (starter == 0) {
        try {
            EventLoop loop;
            const Mosquitto mosquitto{loop};
            const int id = mosquitto.process_id();
            if (::write(channel[1], &id, sizeof id) == static_cast<ssize_t>(sizeof id)) ::pause();
        } catch (const std::exception&) {
            // the parent sees the pipe close
        }
        ::_exit(EXIT_FAILURE);
    }
    ::close(channel[1]);
    int id = 0;
    ASSERT_EQ(::read(channel[0], &id, sizeof id), static_cast<ssize_t>(sizeof id));
    const int pidfd = static_cast<int>(::syscall(SYS_pidfd_open, id, 0));
    ASSERT_GE(pidfd, 0);
    ::kill(starter, SIGKILL);
    EXPECT_TRUE(ends(pidfd));
    ::waitpid(starter, nullptr, 0);
    for (const int descriptor : {pidfd, channel[0]}) ::close(descriptor);
}

TEST(Mosquitto, says_what_its_log_ends_with_when_it_does_not_come_up) {
    EventLoop loop;
    try {
        const Mosquitto mosquitto{loop, {"no_such_option true"}};
        FAIL() << "came up";
    } catch (const BrokerError& error) {
        EXPECT_THAT(error.what(), ::testing::StartsWith("broker mosquitto: it ended at once: "));
        EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("\n")));
    }
}

}  // namespace
}  // namespace otbench::sim
