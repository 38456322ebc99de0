#include "firmware_model/outputs/led_driver.hpp"

#include <optional>
#include <string>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {
namespace {

// PCA9685 data sheet, section 7.3: registers, and the bits that switch an output fully on or off.
constexpr std::uint8_t mode1 = 0x00;
constexpr std::uint8_t mode1_value = 0x21;  // auto-increment, all-call
constexpr std::uint8_t first_output = 0x06;
constexpr std::uint8_t registers_of_output = 4;
constexpr std::uint8_t fully = 0x10;

/// The chip on the bus; it keeps its outputs in the part.
class Chip : public I2cChip {
public:
    Chip(Pca9685& part, EventSink& events, const Processor& processor)
        : part_(part), events_(events), processor_(processor) {}

    void write(boost::span<const std::uint8_t> octets, Cause cause) override {
        events_.record(processor_.now(), event::i2c_write, cause,
                       {{"addr", int{part_.address}}, {"hex", hex_text(octets)}});
        if (octets.size() != 1U + registers_of_output || octets[0] < first_output) return;
        const auto output = static_cast<std::size_t>((octets[0] - first_output) / registers_of_output);
        if (output < part_.outputs.size()) part_.outputs.at(output) = (octets[2] & fully) != 0;
    }
    ReceivedOctet read() override { return {0, Cause::none}; }

private:
    Pca9685& part_;
    EventSink& events_;
    const Processor& processor_;
};

}  // namespace

bool LedDriver::write(std::initializer_list<std::uint8_t> octets, Cause cause) {
    Pca9685* const part = parts_.find_led_driver(sda, scl, address);
    std::optional<Chip> chip;
    I2cChips chips;
    if (part != nullptr) chips.emplace(address, &chip.emplace(*part, events_, processor_));
    return ChipBus{processor_, chips}.write(address, octets, cause);
}

bool LedDriver::write_outputs(Cause cause) {
    for (std::uint8_t i = 0; i < outputs; ++i) {
        const auto first = static_cast<std::uint8_t>(first_output + i * registers_of_output);
        const std::uint8_t on = states_.at(i) ? fully : std::uint8_t{0};
        const std::uint8_t off = states_.at(i) ? std::uint8_t{0} : fully;
        if (!write({first, 0, on, 0, off}, cause)) return false;
    }
    return true;
}

bool LedDriver::initialise(Cause cause) {
    states_[0] = false;
    initialised_ = write({mode1, mode1_value}, cause) && write_outputs(cause);
    return initialised_;
}

bool LedDriver::set(int output, bool on, Cause cause) {
    states_.at(static_cast<std::size_t>(output)) = on;
    return write_outputs(cause);
}

}  // namespace otbench::firmware
