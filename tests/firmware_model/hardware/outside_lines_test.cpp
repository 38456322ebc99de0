// The lines and the switch through which a bench joins a converter to the hat or to the mezzanine.

#include <gtest/gtest.h>

#include "firmware_model/conformance/trace_network.hpp"
#include "firmware_model/hardware/agenda.hpp"
#include "firmware_model/otb_iot_device.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

class RunningDevice {
public:
    explicit RunningDevice(const DeviceConfig& config) : device_("device", config, network_, events) {
        device_.power_on();
        run_for(8s);
    }

    void run_for(Nanoseconds duration) {
        const Nanoseconds end = now() + duration;
        while (now() < end) {
            const Nanoseconds next = std::min({end, agenda_.next().value_or(end), now() + Nanoseconds{500us}});
            sc_core::sc_start(static_cast<double>((next - now()).count()), sc_core::SC_NS);
            agenda_.run_due(now());
        }
    }
    void command(const std::string& payload, Nanoseconds then = 100ms) {
        network_.deliver({mqtt::Publish{device_.command_topic(), payload}});
        run_for(then);
    }
    /// The octets that leave through a line from now on.
    void receive_from(PinBank& pins, int tx) {
        pins.on_drive(tx, [this](Nanoseconds at, PinDrive drive, Cause /*cause*/) {
            read_characters(at);
            receiver_.edge(at, drive == PinDrive::output_high);
        });
    }
    [[nodiscard]] std::vector<int> received() {
        read_characters(now());
        return received_;
    }
    /// Octets that arrive on a line, back to back.
    void send(PinBank& pins, int rx, const std::vector<std::uint8_t>& octets) {
        std::vector<bus::UartEdge> edges;
        Nanoseconds at = now();
        for (const auto octet : octets) at = bus::append_uart_edges(bus::UartFormat{}, octet, at, edges);
        for (const auto& edge : edges) {
            agenda_.at(edge.at,
                       [this, &pins, rx, level = edge.level] { pins.set_external(rx, now(), level, Cause{1}); });
        }
    }
    [[nodiscard]] Nanoseconds now() const { return device_.cpu().now(); }
    OtbIotDevice& device() { return device_; }

    RecordingSink events;

private:
    void read_characters(Nanoseconds until) {
        while (const auto character = receiver_.advance(until)) {
            EXPECT_TRUE(character->parity_ok && character->framing_ok);
            received_.push_back(character->octet);
        }
    }

    Agenda agenda_;
    TraceNetwork network_{agenda_, [this] { return now(); }, {}};
    OtbIotDevice device_;
    bus::UartReceiver receiver_{bus::UartFormat{}};
    std::vector<int> received_;
};

DeviceConfig with_hat() {
    DeviceConfig config;
    config.board = find_main_board("espi");
    config.mbus_hat = true;
    return config;
}

DeviceConfig with_mezzanine() {
    DeviceConfig config;
    config.board = find_main_board("otbiot");
    config.mbus_mezz = true;
    return config;
}

TEST(OutsideLines, of_the_hat_are_the_processors_own_pins_and_a_bus_power_switch) {
    RunningDevice running{with_hat()};
    std::vector<bool> power;
    running.device().hardware().on_bus_power([&](Nanoseconds, bool on, Cause) { power.push_back(on); });
    running.command("trigger/mbus/on");
    EXPECT_TRUE(running.device().hardware().bus_power());

    running.receive_from(running.device().pins(), Uart0::tx_pin);
    running.command("get/mbus/data/1");
    EXPECT_EQ(running.received(), (std::vector<int>{0x10, 0x40, 0xFD, 0x3D, 0x16, 0x10, 0x40, 0xFD, 0x3D, 0x16,  //
                                                    0x10, 0x5B, 0x01, 0x5C, 0x16}));

    running.send(running.device().pins(), Uart0::rx_pin, {0xE5, 0x16});
    running.run_for(100ms);
    const auto message = running.events.of_kind("publish").back();
    EXPECT_EQ(message.text("payload"), "mbus:data:e516");
    ASSERT_EQ(message.causes("carries").size(), 2U);
    EXPECT_EQ(running.events.at(message.causes("carries")[0]).kind, "uart_rx");

    running.command("trigger/mbus/off");
    EXPECT_EQ(power, (std::vector<bool>{true, false}));
}

TEST(OutsideLines, of_the_mezzanine_are_pins_of_its_chip) {
    RunningDevice running{with_mezzanine()};
    running.command("set/config/serial/speed/2400");
    running.command("set/config/serial/parity/even");
    running.command("set/config/serial/enable");
    PinBank& lines = running.device().hardware().mezzanine()->lines();
    running.receive_from(lines, Sc16is752::tx_pin(0));
    running.command("trigger/serial/send/105b015c16");
    EXPECT_EQ(running.received(), (std::vector<int>{0x10, 0x5B, 0x01, 0x5C, 0x16}));

    running.send(lines, Sc16is752::rx_pin(0), {0xE5});
    running.run_for(100ms);
    running.command("trigger/serial/buffer/dump");
    const auto message = running.events.of_kind("publish").back();
    EXPECT_EQ(message.text("payload"), "ok:e5/xx");
    EXPECT_EQ(running.events.at(message.causes("carries")[0]).kind, "mezz_rx");
}

TEST(OutsideLines, of_the_hat_belong_to_gpio_once_the_software_uart_takes_them) {
    RunningDevice running{with_hat()};
    for (const auto* payload : {"set/config/serial/tx/1", "set/config/serial/rx/13", "set/config/serial/enable"}) {
        running.command(payload);
    }
    running.receive_from(running.device().pins(), Uart0::tx_pin);
    running.device().hardware().uart0().send("x", Cause::none);
    running.run_for(100ms);
    EXPECT_TRUE(running.received().empty());
}

}  // namespace
}  // namespace otbench::firmware
