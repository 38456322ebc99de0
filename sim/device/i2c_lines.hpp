#pragma once

#include <cstdint>
#include <vector>

#include "firmware_model/board/i2c_bus.hpp"
#include "firmware_model/hardware/pin_bank.hpp"

namespace otbench::sim {

/// The chips of an I2C bus on two pins of a device, for firmware that drives the bus bit by bit: they take part in what
/// they see on the lines, and hold SDA low for acknowledgements and data. They do not stretch the clock.
class I2cLines {
public:
    /// `pins` and `chips` must outlive the object.
    I2cLines(firmware::PinBank& pins, const firmware::I2cChips& chips, int sda, int scl)
        : pins_(pins), chips_(chips), sda_pin_(sda), scl_pin_(scl) {}

    /// The level of any pin of the device changed.
    void pin_changed(int pin, Nanoseconds at, bool level, Cause cause);
    /// The device restarts: the lines are released, and nobody is addressed.
    void reset(Nanoseconds at);

private:
    enum class State : std::uint8_t { idle, address, write, read };

    void clock_rose();
    void clock_fell(Nanoseconds at, Cause cause);
    void start(Nanoseconds at, Cause cause);
    void stop(Nanoseconds at, Cause cause);
    /// Eight bits of the device's are there; true when they are acknowledged.
    bool take_octet();
    /// Hands the octets of a write to the chip.
    void finish_write(Cause cause);
    /// SDA for the next bit of the chip's.
    void put_bit(Nanoseconds at, Cause cause);
    void hold_sda(Nanoseconds at, bool low, Cause cause);

    firmware::PinBank& pins_;
    const firmware::I2cChips& chips_;
    const int sda_pin_, scl_pin_;
    bool sda_ = true, scl_ = true;
    bool holds_sda_ = false;

    State state_ = State::idle;
    firmware::I2cChip* chip_ = nullptr;
    int bits_ = 0;            ///< of the present octet that were clocked; the ninth is the acknowledgement
    std::uint8_t octet_ = 0;  ///< what they were, or what is being sent
    bool acknowledged_ = false;
    std::vector<std::uint8_t> written_;
};

}  // namespace otbench::sim
