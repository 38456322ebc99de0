#include "sim/bridge.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <memory>
#include <stdexcept>

#include "circuit/netlist/parameters.hpp"
#include "meters/meter.hpp"
#include "meters/profile/profile_index.hpp"
#include "sim/bus_segment.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/mqtt/internal_broker.hpp"
#include "sim/test_bench.hpp"
#include "tests/support/program.hpp"

// A bench in real time and, in the same thread, a program at the other end of its pty.

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;

const OctetBuffer request = bus::short_frame(0x7B, 1);
const OctetBuffer nke_to_7 = bus::short_frame(bus::control::SND_NKE, 7);
constexpr bus::UartFormat line{};

/// An external peer that opens a path, sends and receives.
class Outsider {
public:
    explicit Outsider(const std::string& path) : file_(::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK)) {
        if (file_ < 0) throw std::runtime_error{"cannot open " + path};
    }
    ~Outsider() { ::close(file_); }
    Outsider(const Outsider&) = delete;
    Outsider& operator=(const Outsider&) = delete;

    void say(const OctetBuffer& octets) const {
        EXPECT_EQ(::write(file_, octets.data(), octets.size()), static_cast<ssize_t>(octets.size()));
    }
    [[nodiscard]] OctetBuffer heard() const {
        std::array<std::uint8_t, 1024> buffer{};
        const ssize_t n = ::read(file_, buffer.data(), buffer.size());
        return {buffer.begin(), buffer.begin() + std::max<ssize_t>(n, 0)};
    }

private:
    int file_;
};

class BridgeTest : public testing::Test {
protected:
    [[nodiscard]] BridgeSettings settings(const std::string& path, BridgeRole role, bool echo = false) const {
        return {role == BridgeRole::master ? "master" : "slave", *parse_endpoint("pty:" + path), role, line, echo};
    }

    /// A bus with one meter at address 1, which has started, and a slave's place that is free.
    BusSegment& add_bus() {
        auto profile = meters::load_profile(tests::source_file("meters/profiles/itron-cf-echo-2.yaml"));
        BusSegment& segment =
            bench.add_bus(make_bus_segment("bus", circuit::ConverterParameters{}, circuit::CableParameters{},
                                           std::vector<circuit::SlaveParameters>(2), bench.log(), bench.waves()));
        segment.attach_meter(std::make_unique<meters::Meter>(*profile, "heat", std::uint8_t{1}));
        return segment;
    }

    tests::TemporaryFolder folder;
    const std::string master_path = folder / "master";
    const std::string slave_path = folder / "slave";
    std::atomic<bool> interrupted{false};
    TestBench bench{std::make_unique<InternalBroker>(), 1.0, interrupted};
};

/// Both ends of a bus lead outside; between them is a virtual meter.
class TwoBridges : public BridgeTest {
protected:
    TwoBridges() {
        to_slave.join_as_slave(segment);
        to_master.join_as_master(segment);
        bench.start();
        bench.run_for(start_up);
    }

    static constexpr Nanoseconds start_up = 600ms;  // the meter's own 500 ms, and a little
    BusSegment& segment = add_bus();
    Bridge& to_slave = bench.add_bridge(settings(slave_path, BridgeRole::slave));
    Bridge& to_master = bench.add_bridge(settings(master_path, BridgeRole::master, true));
    const Outsider slave{slave_path};
    const Outsider master{master_path};
};

TEST_F(TwoBridges, let_an_external_master_read_a_virtual_meter) {
    master.say(request);
    bench.run_for(1s);
    const auto answer = master.heard();
    ASSERT_TRUE(bus::parse_frame(answer));
    EXPECT_EQ(answer.size(), 83u);  // the converter shows no echo that a UART would read
    EXPECT_EQ(to_master.record().octets_in, request.size());
    EXPECT_EQ(to_master.record().octets_out, answer.size());
    EXPECT_EQ(to_master.lateness().count(), answer.size());
}

TEST_F(TwoBridges, give_no_octet_out_before_its_stop_bit_has_ended) {
    const Nanoseconds asked = bench.time();
    master.say(request);
    const Nanoseconds response_delay = 40ms;  // of the profile
    const Nanoseconds first = asked + 6 * line.bit_start(line.bits()) + response_delay;
    while (bench.time() < first) {
        ASSERT_TRUE(master.heard().empty()) << bench.time().count();
        bench.run_for(1ms);
    }
    bench.run_for(1s);
    EXPECT_EQ(master.heard().size(), 83u);
}

TEST_F(TwoBridges, carry_requests_to_an_external_slave_and_its_answers_back) {
    master.say(nke_to_7);
    bench.run_for(200ms);
    EXPECT_EQ(slave.heard(), nke_to_7);
    slave.say(bus::single_character());
    bench.run_for(100ms);
    EXPECT_EQ(master.heard(), bus::single_character());
    EXPECT_GT(segment.line().rx_low_count, 0u);
    EXPECT_EQ(to_slave.record().octets_out, nke_to_7.size());
    EXPECT_EQ(to_slave.record().octets_in, 1u);
}

TEST_F(TwoBridges, let_external_answers_collide_with_those_of_virtual_meters) {
    master.say(request);
    bench.run_for(6 * line.bit_start(line.bits()) + 60ms);
    slave.say(OctetBuffer(20, 0x00));  // in the middle of the meter's answer
    bench.run_for(1s);
    EXPECT_FALSE(bus::parse_frame(master.heard()));
}

TEST_F(TwoBridges, keep_a_break_from_external_slaves) {
    firmware::PinBank somebody;
    segment.attach_tx(somebody, 0);
    somebody.drive(0, bench.time(), firmware::PinDrive::output_low, Cause::none);
    bench.run_for(20ms);
    somebody.drive(0, bench.time(), firmware::PinDrive::output_high, Cause::none);
    bench.run_for(100ms);
    EXPECT_TRUE(slave.heard().empty());
    EXPECT_EQ(to_slave.record().damaged, 1u);
}

TEST_F(BridgeTest, reports_when_peers_connect_and_disconnect) {
    Bridge& bridge = bench.add_bridge(settings(slave_path, BridgeRole::slave));
    bridge.join_as_slave(add_bus());
    bench.start();
    EXPECT_FALSE(bridge.connected());
    {
        const Outsider outsider{slave_path};
        bench.run_for(10ms);
        EXPECT_TRUE(bridge.connected());
    }
    bench.run_for(10ms);
    EXPECT_FALSE(bridge.connected());
    EXPECT_EQ(bridge.record().unheard, 0u);
    ASSERT_EQ(bridge.record().visits.size(), 2u);
    EXPECT_TRUE(bridge.record().visits[0].came);
    EXPECT_FALSE(bridge.record().visits[1].came);
}

/// A UART inside the bench whose lines lead outside.
class UartBridge : public BridgeTest {
protected:
    void join(bool echo) {
        uart.set_format(line);
        pins.on_level(rx, [this](Nanoseconds at, bool level, Cause cause) { uart.rx_changed(at, level, cause); });
        bridge = &bench.add_bridge(settings(slave_path, BridgeRole::uart, echo));
        bridge->join_uart(pins, tx, rx);
        outsider = std::make_unique<Outsider>(slave_path);
        bench.start();
        bench.run_for(10ms);
    }
    void send(const OctetBuffer& octets) {
        for (const std::uint8_t octet : octets) uart.send(octet, Cause::none);
        bench.run_for(200ms);
    }

    static constexpr int tx = 15, rx = 13;
    firmware::PinBank pins;
    firmware::AlarmClock clock{"uart_clock"};
    OctetBuffer received;
    firmware::UartShifter uart{
        clock,
        [this](Nanoseconds at, bool level, Cause cause) {
            pins.drive(tx, at, level ? firmware::PinDrive::output_high : firmware::PinDrive::output_low, cause);
        },
        [this](const bus::UartCharacter& character) { received.push_back(character.octet); }};
    Bridge* bridge = nullptr;
    std::unique_ptr<Outsider> outsider;
};

TEST_F(UartBridge, connects_both_lines_to_an_external_peer) {
    join(false);
    send(request);
    EXPECT_EQ(outsider->heard(), request);
    outsider->say(bus::single_character());
    bench.run_for(50ms);
    EXPECT_EQ(received, bus::single_character());
}

TEST_F(UartBridge, leaves_out_the_echo_of_a_converter_that_has_one) {
    join(true);
    send(request);
    outsider->say(outsider->heard());
    outsider->say(bus::single_character());
    bench.run_for(100ms);
    EXPECT_EQ(received, bus::single_character());
}

TEST_F(BridgeTest, says_why_an_endpoint_cannot_be_opened) {
    BridgeSettings nowhere = settings(folder / "no/such/folder", BridgeRole::slave);
    EXPECT_THROW(bench.add_bridge(nowhere), std::runtime_error);
}

}  // namespace
}  // namespace otbench::sim
