#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <systemc>
#include <vector>

#include "base/livelock_guard.hpp"
#include "firmware_model/board/board_hardware.hpp"
#include "firmware_model/hardware/alarm_clock.hpp"
#include "firmware_model/hardware/uart_shifter.hpp"
#include "firmware_model/network/topics.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/device/i2c_lines.hpp"
#include "sim/device/peer_network.hpp"
#include "sim/host/process/memory_file.hpp"
#include "sim/host/process/peer_process.hpp"

namespace otbench::sim {

/// What a firmware's process needs beside the device that it plays.
struct ProcessSettings {
    std::vector<std::string> command;             ///< program and arguments
    std::string log_file;                         ///< what it prints; empty: dropped
    std::string flash_file;                       ///< its flash, as OTBENCH_FLASH; empty: one that is new and blank
    std::uint64_t seed = 0;                       ///< as OTBENCH_SEED
    bool fail_on_crash = false;                   ///< a crash ends the run instead of restarting the device
    std::optional<Nanoseconds> ready_after;       ///< since the start of the run; without it once it has subscribed
    Nanoseconds look_ahead = Nanoseconds::max();  ///< the horizon is at most this far away
    PeerPatience patience;
};

/// A firmware in a process of its own as a device under test, in virtual time by the device protocol: at any moment
/// either the process runs or the simulation does (docs/dev/device-protocol.md).
class ProcessDevice : public sc_core::sc_module, public DeviceUnderTest {
public:
    SC_HAS_PROCESS(ProcessDevice);
    /// `http`: its HTTP port, may be null. `run_limit`: the instant at which the bench itself may act next, in virtual
    /// time.
    ProcessDevice(const std::string& name, const firmware::DeviceConfig& config, ProcessSettings settings,
                  firmware::NetworkPort& network, HttpAccess* http, EventSink& events,
                  std::function<Nanoseconds()> run_limit);

    [[nodiscard]] std::string chip_id() const override { return identity_.chip; }
    [[nodiscard]] std::string command_topic() const override;
    [[nodiscard]] std::string status_topic() const override;
    void power_on() override;
    [[nodiscard]] bool ready() const override;
    firmware::PinBank& pins() override { return pins_; }
    firmware::BoardHardware& hardware() override { return hardware_; }
    firmware::OtbIotDevice* model() override { return nullptr; }
    HttpAccess* http() override { return http_; }
    void end() override { peer_.reset(); }

    [[nodiscard]] int boots() const { return boots_; }
    /// A whole character arrives at UART 0.
    void receive(std::uint8_t octet, std::uint8_t errors, Cause cause);
    /// The process waits and has said that it has nothing to do before something happens or a later instant comes.
    [[nodiscard]] bool is_idle() const;
    /// Notified when that becomes true.
    [[nodiscard]] const sc_core::sc_event& settled() const { return settled_; }

private:
    struct Pending {
        odp::PeerEvent event;
        Cause cause;
    };
    struct Serve;  ///< carries out one message of the process; false when it is the last one

    void run();
    /// From a start of the process to its end, or to a cut of the power.
    void live();
    void boot();
    /// Ends the run when the process starts again and again at one instant.
    void count_start();
    void greet();
    /// Serves the process until it ends; sets why the next one starts.
    void converse();
    void ended();
    bool serve(const odp::Frame& frame);
    void check_clock(const odp::Frame& frame);
    /// Ends the process for a frame that breaks the protocol.
    [[noreturn]] void refuse(const odp::Frame& frame, const std::string& why);

    void carry_out(const odp::Pin& pin);
    void carry_out(const odp::UartOut& out);
    void carry_out(const odp::UartFormat& format);
    void carry_out(const odp::Event& event);
    void transfer(const odp::I2c& request);
    void advance(const odp::Advance& request);
    void grant();

    void wait_until(Nanoseconds at);
    /// Lets everything happen that is due at this instant.
    void simulate_instant();
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
    EventSink& events_;
    firmware::PinBank pins_;
    firmware::AlarmClock alarms_;
    firmware::BoardHardware hardware_;
    I2cLines internal_lines_, mezzanine_lines_;
    firmware::UartShifter uart_;
    PeerNetwork network_;
    HttpAccess* const http_;
    const MemoryFile blank_flash_;
    std::unique_ptr<PeerProcess> peer_;

    bool powered_ = false;
    bool power_cut_ = false;  ///< and not yet noticed
    sc_core::sc_event power_, wake_, settled_;
    bool idle_ = true;
    Nanoseconds idle_until_ = Nanoseconds::max();  ///< when it goes on by itself
    bool hints_ = false;  ///< it says when it is idle; else it is whenever it waits for what comes
    std::vector<Pending> pending_;
    Cause last_cause_ = Cause::none;  ///< of the last event that the process was told
    Nanoseconds peer_clock_{}, horizon_{};
    odp::ResetCause reset_cause_ = odp::ResetCause::power_on;
    bool reset_announced_ = false;  ///< the trace has the restart already
    bool restarting_ = false;
    int boots_ = 0;
    Nanoseconds started_at_{};  ///< the process, the last time
    int starts_ = 0;            ///< at that instant
    LivelockGuard grants_;
};

}  // namespace otbench::sim
