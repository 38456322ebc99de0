#include "firmware_model/board/i2c_bus.hpp"

#include <algorithm>

namespace otbench::firmware {
namespace {

constexpr std::chrono::microseconds bit_time{10};
constexpr int bits_per_octet = 9;  // with the acknowledgement
constexpr int start_and_stop = 2;

}  // namespace

void I2cBus::transfer(std::size_t octets) {
    const auto with_address = static_cast<int>(octets) + 1;
    processor_.lock_interrupts();
    processor_.busy_wait((start_and_stop + bits_per_octet * with_address) * bit_time);
    processor_.unlock_interrupts();
}

I2cChip* ChipBus::chip(std::uint8_t address) const {
    const auto found = chips_.find(address);
    return found != chips_.end() ? found->second : nullptr;
}

bool ChipBus::write(std::uint8_t address, std::initializer_list<std::uint8_t> octets, Cause cause) {
    transfer(octets.size());
    I2cChip* const to = chip(address);
    if (to != nullptr) to->write({octets.begin(), octets.size()}, cause);
    return to != nullptr;
}

bool ChipBus::read(std::uint8_t address, boost::span<ReceivedOctet> octets) {
    transfer(octets.size());
    I2cChip* const from = chip(address);
    std::generate(octets.begin(), octets.end(), [from] {
        return from != nullptr ? from->read() : ReceivedOctet{0, Cause::none};
    });
    return from != nullptr;
}

}  // namespace otbench::firmware
