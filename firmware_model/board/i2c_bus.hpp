#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <initializer_list>
#include <map>

#include "firmware_model/hardware/receive_ring.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// A chip on an I2C bus.
class I2cChip {
public:
    virtual ~I2cChip() = default;

    /// The octets of one write transfer, after the address.
    virtual void write(boost::span<const std::uint8_t> octets, Cause cause) = 0;
    /// The next octet of a read transfer, with the event that it comes from, if any.
    virtual ReceivedOctet read() = 0;
};

/// The chips of a bus by their 7-bit address.
using I2cChips = std::map<std::uint8_t, I2cChip*>;

/// An I2C bus of 100 kHz that the processor drives bit by bit, with interrupts locked: each transfer keeps it busy for
/// a start, nine bits an octet and a stop. An address without a chip is not acknowledged, which the firmware notices
/// only at the end.
class I2cBus {
public:
    I2cBus(Processor& processor, const I2cChips& chips) : processor_(processor), chips_(chips) {}

    /// False without an acknowledgement.
    bool write(std::uint8_t address, std::initializer_list<std::uint8_t> octets, Cause cause);
    /// Fills `octets`; false, and zeros, without an acknowledgement.
    bool read(std::uint8_t address, boost::span<ReceivedOctet> octets);

private:
    [[nodiscard]] I2cChip* chip(std::uint8_t address) const;
    void transfer(std::size_t octets);

    Processor& processor_;
    const I2cChips& chips_;
};

}  // namespace otbench::firmware
