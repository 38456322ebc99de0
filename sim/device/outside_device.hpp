#pragma once

#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "firmware_model/board/board_hardware.hpp"
#include "firmware_model/hardware/alarm_clock.hpp"
#include "firmware_model/network/topics.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/host/process/companion_process.hpp"
#include "sim/host/process/memory_file.hpp"

namespace otbench::sim {

/// What is known of a device that lives outside the bench, beside what it is wired to.
struct OutsideSettings {
    /// A message by which the device says that it is ready.
    struct ReadyMessage {
        std::string topic;
        std::optional<std::string> payload;  ///< nothing: any
    };

    std::string command_topic, status_topic;    ///< empty: those of otb-iot
    std::optional<ReadyMessage> ready_message;  ///< nothing: its time alone decides, or a line of its log
    /// Whether a line that the program printed says that it is ready; nothing: its log does not matter.
    std::function<bool(const std::string& line)> is_ready_line;
    Nanoseconds ready_after{};            ///< since the start of the run; it is not ready before
    std::optional<ChildProgram> process;  ///< the program that is the device; nothing: a real one
    /// Programs that switch the power of a real device, with their arguments; empty: it stays as it is.
    std::vector<std::string> switch_on, switch_off;
};

/// A device that lives outside the bench, in real time: a program with a serial port and the address of a broker, or a
/// real device. Its pins are what a bridge makes of its octets; it has no parts that the bench could look at.
class OutsideDevice : public DeviceUnderTest {
public:
    OutsideDevice(const std::string& name, const firmware::DeviceConfig& config, OutsideSettings settings,
                  EventSink& events);

    [[nodiscard]] std::string chip_id() const override { return identity_.chip; }
    [[nodiscard]] std::string command_topic() const override { return settings_.command_topic; }
    [[nodiscard]] std::string status_topic() const override { return settings_.status_topic; }
    /// Starts the program, again if it runs already; switches a real device off and on if it can. Throws DeviceError.
    void power_on() override;
    [[nodiscard]] bool ready() const override;
    [[nodiscard]] std::string trouble() const override;
    firmware::PinBank& pins() override { return pins_; }
    firmware::BoardHardware& hardware() override { return hardware_; }
    firmware::OtbIotDevice* model() override { return nullptr; }
    [[nodiscard]] std::string ready_topic() const override;
    void heard(const std::string& topic, const std::string& payload) override;
    /// Starts a program that has ended again, at most once a second, and reads what it has printed.
    void attend() override;

private:
    void start();
    void open_log();
    void read_log();
    void shorten_log() const;
    void switch_power(const std::vector<std::string>& command);

    const std::string name_;
    const firmware::DeviceConfig config_;
    const firmware::Identity identity_;
    OutsideSettings settings_;
    EventSink& events_;
    firmware::PinBank pins_;
    firmware::AlarmClock alarms_;
    firmware::BoardHardware hardware_;
    std::unique_ptr<CompanionProcess> process_;
    std::optional<MemoryFile> unkept_log_;  ///< of a program whose log is not kept
    std::ifstream log_;
    std::string line_;  ///< the last one of the log, as far as it has been printed
    Nanoseconds started_{};
    bool said_ready_ = false;
    int boots_ = 0;
    int ends_ = 0;  ///< of the program, by itself
    PeerExit last_end_;
    std::string last_words_;  ///< that it had printed then
};

}  // namespace otbench::sim
