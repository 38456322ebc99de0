#pragma once

#include <cstdint>
#include <functional>

#include "base/time.hpp"
#include "firmware_model/hardware/pin_bank.hpp"

namespace otbench::firmware {

/// Names a timer; `none` stands for the absence of one.
enum class TimerId : std::uint64_t { none = 0 };

/// The firmware's view of the device's processor: a clock, an event loop, blocking waits and pin interrupts.
///
/// Tasks run one at a time, each to its end, in the order in which they became due; ordinary code takes no virtual
/// time. All members but `post` and the queries may be called only by a running task or interrupt handler, or while the
/// firmware is being started.
class Processor {
public:
    using Task = std::function<void()>;

    /// The interrupt source besides the pins.
    static constexpr int uart0_interrupt = PinBank::count;

    virtual ~Processor() = default;

    /// Virtual time of the bench.
    [[nodiscard]] virtual Nanoseconds now() const = 0;
    /// The time on the chip's own clock, which starts anew at each boot. The firmware reads it in whole microseconds
    /// and 32 bits; this is before that cut.
    [[nodiscard]] virtual Nanoseconds system_time() const = 0;

    /// Runs `task` as soon as the processor is free, after what became due before.
    virtual void post(Task task) = 0;
    /// Runs `task` right after the running one, ahead of timers that are overdue.
    virtual TimerId next(Task task) = 0;
    /// Runs `task` once, `delay` from now.
    virtual TimerId after(Nanoseconds delay, Task task) = 0;
    /// Runs `task` every `period`, first one period from now; a period that passes while the processor is busy is
    /// caught up on.
    virtual TimerId every(Nanoseconds period, Task task) = 0;
    /// Stops a timer; nothing happens if it has fired or is `none`.
    virtual void cancel(TimerId timer) = 0;

    /// Keeps the processor busy for `duration`; unless they are locked, interrupts are served meanwhile.
    virtual void busy_wait(Nanoseconds duration) = 0;

    /// From now on edges are only remembered. Not counted: one unlock undoes any number of locks.
    virtual void lock_interrupts() = 0;
    /// Serves at once what was remembered.
    virtual void unlock_interrupts() = 0;
    /// Calls `handler` after any edge on the pin `source`, or whenever UART 0 asks for it; what comes while it runs is
    /// forgotten at its end. Returns false, and changes nothing, when the source has a handler already.
    virtual bool attach_interrupt(int source, Task handler) = 0;
    virtual void detach_interrupt(int source) = 0;

    /// The chip restarts `delay` from now, whatever it does then.
    virtual void restart_after(Nanoseconds delay) = 0;
    /// True between a restart request and the restart.
    [[nodiscard]] virtual bool restart_pending() const = 0;
    /// A fatal exception: the chip restarts at once. Does not return.
    [[noreturn]] virtual void crash() = 0;
};

}  // namespace otbench::firmware
