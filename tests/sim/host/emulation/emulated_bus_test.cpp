// A bus in real time, with clients in this process.
#include "sim/host/emulation/emulated_bus.hpp"

#include <gmock/gmock.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "tests/meters/shipped_profile.hpp"
#include "tests/meters/silent_events.hpp"

namespace otbench::sim {
namespace {

using boost::asio::ip::tcp;
using testing::ElementsAre;
using namespace std::chrono_literals;

const OctetBuffer nke_to_1{0x10, 0x40, 0x01, 0x41, 0x16};

class EmulatedBusTest : public testing::Test {
protected:
    EmulatedBusTest() {
        bus.gateway().line().add(std::make_unique<meters::Meter>(meters::cf_echo_2(), "heat", 1), -1s);
        const std::string reached = bus.open(*parse_endpoint("tcp-listen:127.0.0.1:0"));
        port = static_cast<std::uint16_t>(std::stoi(reached.substr(reached.rfind(':') + 1)));
    }
    tcp::socket client() {
        tcp::socket socket{io};
        socket.connect({boost::asio::ip::address_v4::loopback(), port});
        return socket;
    }
    template <class Done>
    void run_until(Done done) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        io.restart();
        while (!done() && std::chrono::steady_clock::now() < end) io.run_one_until(end);
        EXPECT_TRUE(done());
    }

    boost::asio::io_context io;
    meters::SilentEvents events;
    EmulatedBus bus{io, std::chrono::steady_clock::now(), 2400, events};
    std::uint16_t port = 0;
};

TEST_F(EmulatedBusTest, answers_a_client_that_has_closed_its_sending_side_and_then_ends_the_connection) {
    tcp::socket socket = client();
    boost::asio::write(socket, boost::asio::buffer(nke_to_1));
    socket.shutdown(tcp::socket::shutdown_send);
    OctetBuffer answer(16);
    std::optional<boost::system::error_code> end;
    std::size_t came = 0;
    boost::asio::async_read(socket, boost::asio::buffer(answer), [&](boost::system::error_code error, std::size_t n) {
        end = error;
        came = n;
    });
    run_until([&] { return end.has_value(); });
    EXPECT_EQ(*end, boost::asio::error::eof);
    answer.resize(came);
    EXPECT_THAT(answer, ElementsAre(0xE5));
    run_until([&] { return bus.clients() == 0; });
}

TEST_F(EmulatedBusTest, drops_the_frames_of_a_client_that_disconnected_during_an_answer) {
    {
        tcp::socket socket = client();
        boost::asio::write(socket, boost::asio::buffer(nke_to_1));
        run_until([&] { return socket.available() > 0; });
        for (int i = 0; i < 400; ++i) boost::asio::write(socket, boost::asio::buffer(nke_to_1));
        run_until([&] { return bus.gateway().next_event().has_value(); });
    }
    const auto left = std::chrono::steady_clock::now();
    run_until([&] { return bus.clients() == 0; });
    EXPECT_LT(std::chrono::steady_clock::now() - left, 4s) << "four hundred requests take nine seconds";
}

TEST_F(EmulatedBusTest, leaps_over_what_a_turn_takes_on_the_wire) {
    bus.skip_wire_time();
    tcp::socket socket = client();
    const auto start = std::chrono::steady_clock::now();
    const Nanoseconds before = bus.now();
    constexpr std::size_t telegram_octets = 83;
    OctetBuffer answer(telegram_octets);
    bool came = false;
    boost::asio::write(socket, boost::asio::buffer(bus::short_frame(0x7B, 1)));
    boost::asio::async_read(socket, boost::asio::buffer(answer),
                            [&](boost::system::error_code error, std::size_t) { came = !error; });
    run_until([&] { return came; });
    const Nanoseconds leapt = bus.now() - before - (std::chrono::steady_clock::now() - start);
    EXPECT_GE(leapt, 300ms) << "88 characters at 2400 baud";
    EXPECT_LE(leapt, 500ms);
}

TEST_F(EmulatedBusTest, leaves_the_time_of_the_wire_to_a_bus_that_keeps_its_pace) {
    tcp::socket socket = client();
    const auto start = std::chrono::steady_clock::now();
    boost::asio::write(socket, boost::asio::buffer(nke_to_1));
    run_until([&] { return socket.available() > 0; });
    EXPECT_GE(std::chrono::steady_clock::now() - start, 25ms) << "six characters and the meter's delay";
}

TEST_F(EmulatedBusTest, counts_no_client_at_a_pty_that_is_not_open) {
    bus.open(*parse_endpoint("pty"));
    EXPECT_EQ(bus.clients(), 0u);
}

}  // namespace
}  // namespace otbench::sim
