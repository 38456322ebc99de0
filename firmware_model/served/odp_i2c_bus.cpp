#include "firmware_model/served/odp_i2c_bus.hpp"

#include <algorithm>
#include <vector>

#include "sdk/odp.h"

namespace otbench::firmware {
namespace {

/// The bench lets the time of a transfer pass before it answers; the processor is busy for that time afterwards, as
/// the simulation in this process has not come so far yet.
class OdpI2cBus : public I2cBus {
public:
    OdpI2cBus(Processor& processor, odp& bench, int bus) : I2cBus(processor), bench_(bench), bus_(bus) {}

    bool write(std::uint8_t address, std::initializer_list<std::uint8_t> octets, Cause /*cause*/) override {
        const bool acknowledged = odp_write_i2c(&bench_, bus_, address, octets.begin(), octets.size(), 1) != 0;
        transfer(octets.size());
        return acknowledged;
    }

    bool read(std::uint8_t address, boost::span<ReceivedOctet> octets) override {
        std::vector<std::uint8_t> content(octets.size());
        const bool acknowledged = odp_read_i2c(&bench_, bus_, address, content.data(), content.size()) != 0;
        transfer(octets.size());
        std::transform(content.begin(), content.end(), octets.begin(), [](std::uint8_t octet) {
            return ReceivedOctet{octet, Cause::none};
        });
        return acknowledged;
    }

private:
    odp& bench_;
    const int bus_;
};

}  // namespace

MakeI2cBus odp_buses(odp& bench) {
    return [&bench](I2cBusName name, Processor& processor) {
        return std::make_unique<OdpI2cBus>(processor, bench, name == I2cBusName::internal ? 0 : 1);
    };
}

}  // namespace otbench::firmware
