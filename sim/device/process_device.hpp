#pragma once

#include <functional>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "base/livelock_guard.hpp"
#include "firmware_model/board/board_hardware.hpp"
#include "firmware_model/hardware/alarm_clock.hpp"
#include "firmware_model/hardware/uart_shifter.hpp"
#include "firmware_model/network/topics.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/device/peer_network.hpp"
#include "sim/host/process/peer_process.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::sim {

/// What a firmware's process needs beside the device that it plays.
struct ProcessSettings {
    std::vector<std::string> command;  ///< program and arguments
    std::string log_file;              ///< what it prints; empty: dropped
    std::string flash_file;            ///< its flash, as OTBENCH_FLASH; empty: none
    std::uint64_t seed = 0;            ///< as OTBENCH_SEED
    bool fail_on_crash = false;        ///< a crash ends the run instead of restarting the device
    PeerPatience patience;
};

/// A firmware in a process of its own as a device under test, in virtual time by the device protocol: at any moment
/// either the process runs or the simulation does (docs/dev/device-protocol.md).
class ProcessDevice : public sc_core::sc_module, public DeviceUnderTest {
public:
    SC_HAS_PROCESS(ProcessDevice);
    /// `run_limit`: the instant at which the bench itself may act next, in virtual time.
    ProcessDevice(const std::string& name, const firmware::DeviceConfig& config, ProcessSettings settings,
                  firmware::NetworkPort& network, HttpAccess& http, EventLog& log,
                  std::function<Nanoseconds()> run_limit);

    [[nodiscard]] std::string chip_id() const override { return identity_.chip; }
    [[nodiscard]] std::string command_topic() const override;
    [[nodiscard]] std::string status_topic() const override;
    void power_on() override;
    [[nodiscard]] bool ready() const override { return network_.subscribed(); }
    firmware::PinBank& pins() override { return pins_; }
    firmware::BoardHardware& hardware() override { return hardware_; }
    firmware::OtbIotDevice* model() override { return nullptr; }
    HttpAccess* http() override { return &http_; }

private:
    struct Pending {
        odp::PeerEvent event;
        Cause cause;
    };
    struct Serve;  ///< carries out one message of the process; false when it is the last one

    void run();
    void boot();
    void greet();
    /// Serves the process until it ends; sets why the next one starts.
    void converse();
    void ended();
    bool serve(const odp::Frame& frame);
    void check_clock(const odp::Frame& frame);

    void carry_out(const odp::Pin& pin);
    void carry_out(const odp::UartOut& out);
    void carry_out(const odp::UartFormat& format);
    void carry_out(const odp::Event& event);
    void transfer(const odp::I2c& request);
    void advance(const odp::Advance& request);
    void grant();

    void wait_until(Nanoseconds at);
    /// Lets everything happen that is due at this instant.
    void settle_instant();
    [[nodiscard]] Nanoseconds horizon() const;
    std::vector<odp::PeerEvent> take_events();
    void push(odp::PeerEvent::Kind kind, std::vector<std::uint8_t> body, Cause cause);
    void pin_changed(int pin, Nanoseconds at, bool level, Cause cause);
    void received(const bus::UartCharacter& character);
    Cause record(std::string_view kind, Cause cause, std::initializer_list<EventField> fields);

    const std::string name_;
    const firmware::DeviceConfig config_;
    const firmware::Identity identity_;
    const ProcessSettings settings_;
    const std::function<Nanoseconds()> run_limit_;
    NamedSink events_;
    firmware::PinBank pins_;
    firmware::AlarmClock alarms_;
    firmware::BoardHardware hardware_;
    firmware::UartShifter uart_;
    PeerNetwork network_;
    HttpAccess& http_;
    std::unique_ptr<PeerProcess> peer_;

    bool powered_ = false;
    sc_core::sc_event power_, wake_;
    std::vector<Pending> pending_;
    Cause last_cause_ = Cause::none;  ///< of the last event that the process was told
    Nanoseconds peer_clock_{}, horizon_{};
    odp::ResetCause reset_cause_ = odp::ResetCause::power_on;
    bool restarting_ = false;
    int boots_ = 0;
    LivelockGuard grants_;
};

}  // namespace otbench::sim
