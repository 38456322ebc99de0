#pragma once

#include <array>
#include <cstdint>

#include "firmware_model/board/i2c_bus.hpp"
#include "firmware_model/storage/parts.hpp"

namespace otbench::firmware {

/// A PCA9685 with 16 outputs that a user has wired to pins of his choice (spec: firmware, section 9.5). Its settings
/// are in RAM only.
class LedDriver {
public:
    static constexpr int outputs = 16;
    static constexpr int no_pin = -1;

    LedDriver(Processor& processor, EventSink& events, AttachedParts& parts)
        : processor_(processor), events_(events), parts_(parts) {}

    int sda = no_pin;
    int scl = no_pin;
    std::uint8_t address = 0x40;

    [[nodiscard]] bool is_initialised() const { return initialised_; }
    /// Wakes the chip and writes all outputs; of their states only that of output 0 is cleared before. False when no
    /// chip answers.
    bool initialise(Cause cause);
    /// Switches an output, for which all of them are written. False when no chip answers.
    bool set(int output, bool on, Cause cause);

private:
    bool write(std::initializer_list<std::uint8_t> octets, Cause cause);
    bool write_outputs(Cause cause);

    Processor& processor_;
    EventSink& events_;
    AttachedParts& parts_;
    std::array<bool, outputs> states_{};
    bool initialised_ = false;
};

}  // namespace otbench::firmware
