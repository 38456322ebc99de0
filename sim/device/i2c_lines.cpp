#include "sim/device/i2c_lines.hpp"

#include <utility>

namespace otbench::sim {
namespace {

constexpr int octet_bits = 8;
constexpr std::uint8_t top_bit = 0x80;

}  // namespace

void I2cLines::pin_changed(int pin, Nanoseconds at, bool level, Cause cause) {
    if (pin == scl_pin_) {
        if (scl_ == level) return;
        scl_ = level;
        if (level)
            clock_rose();
        else
            clock_fell(at, cause);
    } else if (pin == sda_pin_) {
        if (std::exchange(sda_, level) == level || !scl_) return;
        if (level)
            stop(at, cause);
        else
            start(at, cause);
    }
}

void I2cLines::reset(Nanoseconds at) {
    hold_sda(at, false, Cause::none);
    state_ = State::idle;
    chip_ = nullptr;
    written_.clear();
}

void I2cLines::start(Nanoseconds at, Cause cause) {
    hold_sda(at, false, cause);
    finish_write(cause);
    state_ = State::address;
    bits_ = 0;
    octet_ = 0;
}

void I2cLines::stop(Nanoseconds at, Cause cause) {
    hold_sda(at, false, cause);
    finish_write(cause);
    state_ = State::idle;
}

void I2cLines::clock_rose() {
    if (state_ == State::idle) return;
    if (bits_ == octet_bits) {
        if (state_ == State::read) acknowledged_ = !sda_;
    } else if (state_ != State::read) {
        octet_ = static_cast<std::uint8_t>(octet_ << 1 | (sda_ ? 1 : 0));
    }
    ++bits_;
}

void I2cLines::clock_fell(Nanoseconds at, Cause cause) {
    if (state_ == State::idle || bits_ == 0) return;  // behind a start
    if (bits_ == octet_bits) {
        if (state_ == State::read) return hold_sda(at, false, cause);
        acknowledged_ = take_octet();
        return hold_sda(at, acknowledged_, cause);
    }
    if (bits_ > octet_bits) {
        bits_ = 0;
        hold_sda(at, false, cause);
        if (!acknowledged_) {
            state_ = State::idle;
        } else if (state_ == State::address) {
            state_ = (octet_ & 1) != 0 ? State::read : State::write;
        }
        if (state_ == State::read) octet_ = chip_->read().octet;
    }
    if (state_ == State::read) put_bit(at, cause);
}

bool I2cLines::take_octet() {
    if (state_ == State::write) {
        written_.push_back(octet_);
        return true;
    }
    const auto chip = chips_.find(static_cast<std::uint8_t>(octet_ >> 1));
    chip_ = chip != chips_.end() ? chip->second : nullptr;
    return chip_ != nullptr;
}

void I2cLines::finish_write(Cause cause) {
    if (state_ == State::write) chip_->write(written_, cause);
    written_.clear();
}

void I2cLines::put_bit(Nanoseconds at, Cause cause) {
    const bool high = (static_cast<unsigned>(octet_) << static_cast<unsigned>(bits_) & top_bit) != 0;
    hold_sda(at, !high, cause);
}

void I2cLines::hold_sda(Nanoseconds at, bool low, Cause cause) {
    if (std::exchange(holds_sda_, low) != low) pins_.set_external(sda_pin_, at, !low, cause);
}

}  // namespace otbench::sim
