#pragma once

#include <vector>

#include "firmware_model/board/i2c_bus.hpp"

namespace otbench::firmware {

/// A serial EEPROM that is only read: a write transfer sets where the next read begins.
class Eeprom : public I2cChip {
public:
    /// `address_octets`: how many octets of a write transfer are the memory address, 1 or 2.
    Eeprom(std::vector<std::uint8_t> content, std::size_t address_octets)
        : content_(std::move(content)), address_octets_(address_octets) {}

    void write(boost::span<const std::uint8_t> octets, Cause /*cause*/) override {
        at_ = 0;
        for (std::size_t i = 0; i < octets.size() && i < address_octets_; ++i) at_ = at_ << 8 | octets[i];
    }
    ReceivedOctet read() override {
        constexpr std::uint8_t erased = 0xFF;
        const std::uint8_t octet = at_ < content_.size() ? content_[at_] : erased;
        ++at_;
        return {octet, Cause::none};
    }

private:
    std::vector<std::uint8_t> content_;
    std::size_t address_octets_;
    std::size_t at_ = 0;
};

}  // namespace otbench::firmware
