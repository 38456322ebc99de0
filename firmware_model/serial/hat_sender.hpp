#pragma once

#include <cstdint>
#include <deque>

#include "firmware_model/board/uart0.hpp"
#include "firmware_model/processor/processor.hpp"
#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// Telegrams from UART 0 to the bus of an M-Bus Master hat (spec: firmware, section 8.4).
class HatSender {
public:
    HatSender(Processor& processor, Uart0& uart, EventSink& events, const FirmwareOptions& options)
        : processor_(processor), uart_(uart), events_(events), options_(options) {}

    /// SND_NKE to the slave at `address`.
    void reset_slave(std::uint8_t address, Cause cause);
    /// Asks the slave at `address` for its data, after two resets of secondary addressing: without a pause, unless
    /// quirk Q72 is corrected.
    void query(std::uint8_t address, std::uint32_t baud, Cause cause);
    /// Forgets what waits to be sent.
    void clear();

    /// What a telegram, the longest wait for an answer to it and the acknowledgement take at `baud` (EN 13757-2, 5.5).
    [[nodiscard]] static Nanoseconds turnaround(std::uint32_t baud);

private:
    struct Telegram {
        std::uint8_t control;
        std::uint8_t address;
    };
    void send(const Telegram& telegram, Cause cause);
    void send_spaced(std::uint32_t baud, Cause cause);

    Processor& processor_;
    Uart0& uart_;
    EventSink& events_;
    const FirmwareOptions& options_;
    std::deque<Telegram> spaced_;  ///< waiting for their turn, with quirk Q72 corrected
    TimerId next_telegram_ = TimerId::none;
};

}  // namespace otbench::firmware
