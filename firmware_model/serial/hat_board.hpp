#pragma once

#include <optional>

#include "firmware_model/board/hat_eeprom.hpp"
#include "firmware_model/board/i2c_bus.hpp"
#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// The board of an M-Bus Master hat: what its EEPROM says, and the port expander that switches the bus power (spec:
/// firmware, sections 8.1 and 8.2).
class HatBoard {
public:
    explicit HatBoard(I2cBus& i2c) : i2c_(i2c) {}

    /// Looks for the hat's EEPROM and, if it is the right hat, sets up its port expander.
    void detect();
    /// What the hat that was found says of itself, whichever hat it is.
    [[nodiscard]] const std::optional<HatIdentity>& identity() const { return identity_; }
    [[nodiscard]] bool is_installed() const { return installed_; }

    /// Sets up the port expander and turns the bus power on; false when the expander did not answer.
    bool power_on(Cause cause);
    void power_off(Cause cause);

private:
    bool write_expander(std::uint8_t reg, std::uint8_t value, Cause cause);
    bool start_expander(Cause cause);

    I2cBus& i2c_;
    std::optional<HatIdentity> identity_;
    bool installed_ = false;
};

}  // namespace otbench::firmware
