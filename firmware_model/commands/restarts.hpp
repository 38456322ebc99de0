#pragma once

#include <string>
#include <string_view>

#include "firmware_model/network/log.hpp"
#include "firmware_model/processor/processor.hpp"
#include "firmware_model/storage/flash.hpp"

namespace otbench::firmware {

/// The ways in which the firmware restarts (spec: firmware, section 9.7).
class Restarts {
public:
    Restarts(Processor& processor, EventSink& events, Flash& flash, Log& log, const FirmwareOptions& options)
        : processor_(processor), events_(events), flash_(flash), log_(log), options_(options) {}

    /// Stores `reason` and asks for a restart; blocks for a second, then returns (platform assumption P7).
    void reset(const std::string& reason, Cause cause, Log::Level level = Log::Level::warn);
    /// The same, a second from now.
    void reset_later(const std::string& reason, Cause cause, Log::Level level = Log::Level::warn);
    /// An exception of the chip: it restarts at once, without a stored reason. Does not return.
    void crash(Cause cause);
    /// The firmware goes round in circles until the chip's watchdog restarts it, without a stored reason. Does not
    /// return.
    void hang(Cause cause);
    /// A fault that the firmware noticed: it reports it, blocks for a second, goes on, and then restarts. Only the
    /// first one after a boot does anything.
    void assertion_failed(std::string_view condition, std::string_view file, int line, Cause cause);

private:
    Processor& processor_;
    EventSink& events_;
    Flash& flash_;
    Log& log_;
    const FirmwareOptions& options_;
    bool assertion_failed_ = false;
};

}  // namespace otbench::firmware
