#pragma once

#include <vector>

#include "firmware_model/board/uart0.hpp"
#include "firmware_model/network/log.hpp"
#include "firmware_model/network/messenger.hpp"
#include "firmware_model/processor/processor.hpp"
#include "firmware_model/serial/hat_board.hpp"
#include "firmware_model/serial/hat_sender.hpp"
#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// The firmware's side of an M-Bus Master hat: bus power through a port expander, telegrams through UART 0, a scan of
/// primary addresses, and the publishing of whatever is received (spec: firmware, section 8).
class Hat {
public:
    static constexpr int highest_address = 250;

    Hat(Processor& processor, I2cBus& i2c, Uart0& uart, Messenger& messenger, Log& log, EventSink& events,
        const FirmwareOptions& options);

    /// Looks for the hat's EEPROM and, if it is the right hat, sets up its port expander.
    void detect() { board_.detect(); }
    /// The identity of the detected hat, whichever hat it is.
    [[nodiscard]] const std::optional<HatIdentity>& identity() const { return board_.identity(); }
    [[nodiscard]] bool is_installed() const { return board_.is_installed(); }
    [[nodiscard]] bool is_enabled() const { return enabled_; }
    [[nodiscard]] bool is_scanning() const { return scanning_; }

    std::uint32_t baud = 2400;

    /// Turns the bus power on and UART 0 over to the bus. A missing port expander is not noticed, unless
    /// quirk Q79 is corrected: then the result is false and nothing has changed.
    bool switch_on(Cause cause);
    void switch_off(Cause cause);
    /// Probes the addresses from `first` to `last`, one every 250 ms; at least `first`.
    void scan(std::uint8_t first, std::uint8_t last, Cause cause);
    /// Asks the slave at `address` for its data, after two resets of secondary addressing.
    void query(std::uint8_t address, Cause cause) { sender_.query(address, baud, cause); }

private:
    void use_uart(std::uint32_t divider, std::uint8_t format, bool receive, Cause cause);
    void probe(Cause cause);
    void end_of_probe(Cause cause);
    void collect();
    void publish_later(Nanoseconds delay);
    void publish_received();
    void publish_data();
    void publish_scan_answer();
    [[nodiscard]] bool is_scan_answer() const;

    Processor& processor_;
    Uart0& uart_;
    Messenger& messenger_;
    Log& log_;
    const FirmwareOptions& options_;
    HatBoard board_;
    HatSender sender_;

    bool enabled_ = false;
    bool scanning_ = false;
    std::uint8_t probed_ = 0;      ///< the address most recently probed
    std::uint8_t last_probe_ = 0;  ///< the one that ends the scan

    std::vector<ReceivedOctet> received_;
    int lost_ = 0;  ///< octets that did not fit
    TimerId publisher_ = TimerId::none;
};

}  // namespace otbench::firmware
