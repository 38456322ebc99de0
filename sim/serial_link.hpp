#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/systemc/due_process.hpp"
#include "bus/frame/frame.hpp"
#include "bus/uart/uart_transmitter.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "meters/line/link_path.hpp"

namespace otbench::sim {

/// The serial line between a device and a level converter that has a UART of its own, as those behind RS-485, optical
/// heads and gateways have: characters come in on one side and leave on the other, with what the faults of a link make
/// of them. One process that sleeps while nothing is on its way.
///
/// A character leaves when it has come in, so the line delays by one character. Characters without a stop bit go no
/// further.
class SerialLink {
public:
    /// `name` is what errors call it; `format`: of the device's side, and of the converter's unless a fault changes it.
    SerialLink(std::string name, const bus::UartFormat& format);
    SerialLink(const SerialLink&) = delete;
    SerialLink& operator=(const SerialLink&) = delete;

    /// The converter's side, to which a bus is joined.
    [[nodiscard]] firmware::PinBank& converter() { return converter_; }
    static constexpr int tx = 0;
    static constexpr int rx = 1;

    /// Joins the other side to pins of a device.
    void attach_device(firmware::PinBank& tx_pins, int tx_pin, firmware::PinBank& rx_pins, int rx_pin);

    [[nodiscard]] const meters::LinkFaults& faults() const { return state_.faults; }
    /// From now on; what was counted is forgotten, a character in progress on the converter's side is lost.
    void set_faults(const meters::LinkFaults& faults);

private:
    /// One direction: a line in and a line out.
    struct Way {
        explicit Way(const bus::UartFormat& format) : in(format) {}

        bus::UartReceiver in;
        std::deque<meters::TimedOctet> waiting;  ///< to be sent, not before their times
        bus::UartTransmitter out;
        Cause cause = Cause::none;  ///< of the last received character
    };

    [[nodiscard]] bus::UartFormat converter_format() const;
    void run_due();
    void schedule_wake();
    void edge(Way& way, Nanoseconds at, bool level, Cause cause);
    void receive_requests(Nanoseconds at);
    void receive_answers(Nanoseconds at);
    /// Sends the next character of `way` if it is due; true when one was begun.
    bool send_next(Way& way, const bus::UartFormat& format, Nanoseconds at);
    void sent_to_bus(std::uint8_t octet);

    std::string name_;
    bus::UartFormat format_;
    meters::LinkState state_;
    std::optional<meters::LinkPath> path_;  ///< never empty
    firmware::PinBank converter_;
    firmware::PinBank* device_ = nullptr;
    int device_rx_ = -1;
    Way requests_, answers_;
    bus::FrameSplitter splitter_;
    DueProcess process_{DueProcess::First::at_once, [this] { run_due(); }};
};

}  // namespace otbench::sim
