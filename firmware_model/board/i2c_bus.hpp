#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>

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
    explicit I2cBus(Processor& processor) : processor_(processor) {}
    virtual ~I2cBus() = default;
    I2cBus(const I2cBus&) = delete;
    I2cBus& operator=(const I2cBus&) = delete;

    /// False without an acknowledgement.
    virtual bool write(std::uint8_t address, std::initializer_list<std::uint8_t> octets, Cause cause) = 0;
    /// Fills `octets`; false, and zeros, without an acknowledgement.
    virtual bool read(std::uint8_t address, boost::span<ReceivedOctet> octets) = 0;

protected:
    /// Keeps the processor busy for the transfer of an address and so many octets.
    void transfer(std::size_t octets);

private:
    Processor& processor_;
};

/// The buses of a device.
enum class I2cBusName : std::uint8_t { internal, mezzanine };

/// Makes the bus of that name for the processor that drives it.
using MakeI2cBus = std::function<std::unique_ptr<I2cBus>(I2cBusName name, Processor& processor)>;

/// A bus to chips that are simulated in the same process.
class ChipBus : public I2cBus {
public:
    ChipBus(Processor& processor, const I2cChips& chips) : I2cBus(processor), chips_(chips) {}

    bool write(std::uint8_t address, std::initializer_list<std::uint8_t> octets, Cause cause) override;
    bool read(std::uint8_t address, boost::span<ReceivedOctet> octets) override;

private:
    [[nodiscard]] I2cChip* chip(std::uint8_t address) const;

    const I2cChips& chips_;
};

}  // namespace otbench::firmware
