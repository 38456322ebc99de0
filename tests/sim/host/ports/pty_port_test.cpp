// A pty with real clients in this process.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "sim/host/ports/octet_port.hpp"
#include "tests/support/program.hpp"

namespace otbench::sim {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

struct User : PortUser {
    void port_opened(OctetPort& opened) override { port = &opened; }
    void port_received(OctetPort& /*port*/, OctetView octets) override {
        received.insert(received.end(), octets.begin(), octets.end());
    }
    void port_closed(OctetPort& /*port*/) override {}

    OctetPort* port = nullptr;
    OctetBuffer received;
};

/// A client that has the pty open.
class Client {
public:
    explicit Client(const std::string& path) : handle_(::open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)) {
        EXPECT_GE(handle_, 0) << path;
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client() { ::close(handle_); }

    void write(OctetView octets) const { EXPECT_EQ(::write(handle_, octets.data(), octets.size()), octets.size()); }
    /// The first octets that come.
    [[nodiscard]] OctetBuffer read() const {
        pollfd state{handle_, POLLIN, 0};
        OctetBuffer octets(64);
        const auto n = ::poll(&state, 1, 5000) == 1 ? ::read(handle_, octets.data(), octets.size()) : 0;
        octets.resize(static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
        return octets;
    }

private:
    int handle_;
};

class PtyPortTest : public testing::Test {
protected:
    std::unique_ptr<PortSource> open() {
        return open_endpoint(io, *parse_endpoint("pty:" + path), bus::UartFormat{}, user);
    }
    /// Everything that has happened is noticed.
    void interrupt_wait() {
        for (int i = 0; i < 20; ++i) {
            io.restart();
            io.poll();
        }
    }
    std::string refusal() {
        try {
            const auto source = open();
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return {};
    }

    tests::TemporaryFolder folder;
    const std::string path = folder / "meter";
    boost::asio::io_context io;
    User user;
};

TEST_F(PtyPortTest, drops_what_is_sent_while_no_client_has_it_open) {
    const auto source = open();
    user.port->send(OctetBuffer{1, 2, 3});
    const Client client{path};
    interrupt_wait();
    user.port->send(OctetBuffer{4});
    EXPECT_THAT(client.read(), ElementsAre(4));
}

TEST_F(PtyPortTest, drops_what_a_client_left_unread_even_when_the_next_comes_at_once) {
    const auto source = open();
    for (const std::uint8_t last : OctetBuffer{7, 8}) {
        {
            const Client killed{path};
            interrupt_wait();
            user.port->send(OctetBuffer{1, 2, 3});
            if (last == 7) interrupt_wait();
        }
        if (last == 7) interrupt_wait();
        const Client client{path};
        interrupt_wait();
        user.port->send(OctetBuffer{last});
        EXPECT_THAT(client.read(), ElementsAre(last));
    }
}

TEST_F(PtyPortTest, is_attended_while_a_client_has_it_open) {
    const auto source = open();
    interrupt_wait();
    EXPECT_FALSE(user.port->attended());
    {
        const Client one{path}, other{path};
        interrupt_wait();
        EXPECT_TRUE(user.port->attended());
        { const Client third{path}; }
        interrupt_wait();
        EXPECT_TRUE(user.port->attended());
    }
    interrupt_wait();
    EXPECT_FALSE(user.port->attended());
}

TEST_F(PtyPortTest, receives_from_each_of_several_consecutive_clients) {
    const auto source = open();
    for (const std::uint8_t octet : OctetBuffer{1, 2, 3}) {
        const Client client{path};
        client.write(OctetBuffer{octet});
        while (user.received.size() < octet) io.run_one();
    }
    EXPECT_THAT(user.received, ElementsAre(1, 2, 3));
}

TEST_F(PtyPortTest, refuses_the_link_of_a_running_emulation_and_leaves_it) {
    const auto running = open();
    const auto target = fs::read_symlink(path);
    EXPECT_THAT(refusal(), AllOf(HasSubstr(path + " is already a link to " + target.string()), HasSubstr("in use")));
    EXPECT_EQ(fs::read_symlink(path), target);
}

TEST_F(PtyPortTest, refuses_a_link_to_something_else_and_leaves_it) {
    for (const std::string target : {"/dev/null", "/nowhere/at/all"}) {
        fs::remove(path);
        fs::create_symlink(target, path);
        EXPECT_THAT(refusal(), HasSubstr("is already a link to " + target));
        EXPECT_EQ(fs::read_symlink(path), target);
    }
}

TEST_F(PtyPortTest, replaces_a_link_to_a_pty_that_has_gone) {
    fs::create_symlink("/dev/pts/99999", path);
    const auto source = open();
    EXPECT_TRUE(fs::exists(path));
}

TEST_F(PtyPortTest, removes_its_own_link_and_no_other) {
    { const auto source = open(); }
    EXPECT_FALSE(fs::is_symlink(path));
    {
        const auto source = open();
        fs::remove(path);
        fs::create_symlink("/dev/null", path);
    }
    EXPECT_TRUE(fs::is_symlink(path));
}

}  // namespace
}  // namespace otbench::sim
