#include "firmware_model/commands/restarts.hpp"

#include <fmt/core.h>

#include <utility>

#include "base/event_kinds.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// Spec: firmware, section 10.
constexpr auto reset_delay = 1s;
constexpr auto reset_blocking_time = 1s;
constexpr auto watchdog_time = 8s;    // the chip's hardware watchdog, which firmware cannot set
constexpr int exception_signal = 11;  // what the reference recordings show for a null pointer

}  // namespace

void Restarts::reset(const std::string& reason, Cause cause, Log::Level level) {
    flash_.reboot_reason = reason;
    log_.write(level, "OTB", "Resetting: " + reason, cause);
    processor_.busy_wait(reset_blocking_time);
    events_.record(processor_.now(), event::reset, cause, {{"stored_reason", reason}});
    processor_.restart_after(options_.restart_delay);
}

void Restarts::reset_later(const std::string& reason, Cause cause, Log::Level level) {
    processor_.after(reset_delay, [this, reason, cause, level] { reset(reason, cause, level); });
}

void Restarts::crash(Cause cause) {
    events_.record(processor_.now(), event::crash, cause, {{"signal", exception_signal}});
    processor_.crash();
}

void Restarts::hang(Cause cause) {
    processor_.busy_wait(watchdog_time);
    events_.record(processor_.now(), event::watchdog, cause, {});
    processor_.crash();
}

void Restarts::assertion_failed(std::string_view condition, std::string_view file, int line, Cause cause) {
    if (std::exchange(assertion_failed_, true)) return;
    const Cause failed = events_.record(processor_.now(), event::assertion, cause, {});
    log_.error({}, "------------- ASSERTION FAILED -------------", failed);
    log_.error({}, condition, failed);
    log_.error({}, fmt::format("File: {} Line: {}", file, line), failed);
    log_.error({}, "Rebooting", failed);
    log_.error({}, "--------------------------------------------", failed);
    reset_later("UTIL: Assertion Failed", failed, Log::Level::error);
    processor_.busy_wait(reset_blocking_time);
}

}  // namespace otbench::firmware
