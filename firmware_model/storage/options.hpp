#pragma once

#include <chrono>
#include <cstdint>

#include "base/time.hpp"
#include "firmware_model/storage/quirks.hpp"

namespace otbench::firmware {

/// Which defects it has, and what its source does not decide (spec: firmware, sections 12 and 0). The defaults are the
/// released firmware's and what the evidence favours.
struct FirmwareOptions {
    /// P1: what the bounded print returns when it had to cut.
    enum class PrintResult : std::uint8_t { untruncated_length, stored_length };
    /// P3: what the console print makes of a percent sign and the byte after it: both left as they are by chance, both
    /// swallowed, only the second sent. `literal` is what a print without conversions would do.
    enum class PercentSign : std::uint8_t { unchanged, both_swallowed, only_second, literal };
    /// P6: how often an answer to a scan is reported.
    enum class ScanReport : std::uint8_t { once, repeat };

    QuirkFixes fixes;  ///< defects it does not have
    PrintResult print_result = PrintResult::untruncated_length;
    bool console_adds_carriage_return = true;                      ///< P2: 0A becomes 0D 0A, 0D is dropped
    PercentSign percent_sign = PercentSign::unchanged;             ///< P3
    bool expander_writes_land = true;                              ///< P4: register writes to the port expander work
    int uart_fifo_full_threshold = 100;                            ///< P5: octets
    int uart_timeout_characters = 2;                               ///< P5: silence before the receive interrupt
    ScanReport scan_report = ScanReport::once;                     ///< P6
    Nanoseconds restart_delay = std::chrono::milliseconds{110};    ///< P7: from the request to the restart
    bool null_pointer_restarts = true;                             ///< P8: else read as an empty string
    Nanoseconds zero_timer_delay{};                                ///< P9: none in the reference recordings
    Nanoseconds interrupt_latency = std::chrono::microseconds{5};  ///< P10: edge or unlock to the handler
    bool char_is_unsigned = true;                                  ///< P11
    /// One read of the microsecond clock: what the reference recordings count.
    Nanoseconds clock_read = Nanoseconds{500};
};

}  // namespace otbench::firmware
