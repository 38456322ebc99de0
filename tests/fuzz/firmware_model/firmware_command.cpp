// Commands from a broker: for any topic and payload the model answers, or reports a crash as an event.
// Input: an octet that chooses board and fixes, then topics and payloads, each ended by a line feed.
#include <memory>
#include <string_view>

#include "firmware_model/board/board_hardware.hpp"
#include "firmware_model/commands/command_dispatch.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/network/reply.hpp"
#include "firmware_model/storage/parts.hpp"
#include "firmware_model/storage/quirks.hpp"
#include "tests/firmware_model/fake_alarms.hpp"
#include "tests/firmware_model/manual_processor.hpp"
#include "tests/fuzz/firmware_model/nothing_outside.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;
using namespace otbench::firmware;

DeviceConfig config_of(std::uint8_t choice) {
    DeviceConfig config;
    const auto boards = main_boards();
    config.board = &boards[choice % boards.size()];
    config.mbus_hat = config.board->takes_hat;
    config.mbus_mezz = config.board->takes_mezzanines;
    if ((choice & 0x80) != 0) config.options.fixes = *QuirkFixes::parse("all");
    return config;
}

/// A device that has booted.
class Device {
public:
    explicit Device(const DeviceConfig& config)
        : config_(config),
          identity_(Identity::of(*config.board, config.mac)),
          hardware_(config_, alarms_, pins_, events_, [] {}) {
        firmware_.start();
        processor_.advance(std::chrono::seconds{5});
    }

    void command(std::string_view topic, std::string_view payload) {
        Reply response{config_.options};
        (void)dispatch_command(firmware_, topic, payload, response, Cause::none);
        processor_.advance(std::chrono::milliseconds{100});
    }
    [[nodiscard]] const Identity& identity() const { return identity_; }
    [[nodiscard]] bool restarts() const { return processor_.restart_pending(); }

private:
    const DeviceConfig config_;
    const Identity identity_;
    ManualProcessor processor_;
    FakeAlarms alarms_;
    PinBank pins_;
    fuzz::NoSink events_;
    fuzz::NoNetwork network_;
    Flash flash_ = Flash::of(config_);
    AttachedParts parts_;
    BoardHardware hardware_;
    const MakeI2cBus make_i2c_bus_ = chip_buses(hardware_);
    Firmware firmware_{
        {processor_, pins_, hardware_, make_i2c_bus_, network_, events_, flash_, config_, identity_, parts_}};
};

std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    Device device{config_of(data[0])};
    const std::string own_topic = "/" + device.identity().root + "/" + device.identity().chip;
    std::string_view text = otbench::fuzz::text_of(data + 1, size - 1);
    try {
        while (!text.empty() && !device.restarts()) {
            const auto topic = take_line(text);
            device.command(topic.empty() ? std::string_view{own_topic} : topic, take_line(text));
        }
    } catch (const ManualProcessor::Crash&) {
        return 0;  // the chip restarts
    }
    return 0;
}
