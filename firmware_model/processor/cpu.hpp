#pragma once

#include <array>
#include <optional>
#include <systemc>

#include "base/livelock_guard.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "firmware_model/hardware/schedule.hpp"
#include "firmware_model/processor/processor.hpp"
#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// The processor in SystemC time: one thread that sleeps until a task is due or a pin changes, so that an idle device
/// costs nothing but its timers. Throws `Livelock` through the simulation when its tasks never let time go on.
class Cpu : public sc_core::sc_module, public Processor {
public:
    SC_HAS_PROCESS(Cpu);
    /// `on_boot` starts the firmware: it is called by `power_on` and after each restart, when nothing of the earlier
    /// run (tasks, timers, interrupts) is left.
    Cpu(sc_core::sc_module_name name, FirmwareOptions options, Nanoseconds system_time_at_boot, Task on_boot);

    /// Boots: at once when the chip was off, else when the running code next waits or has waited.
    void power_on();
    /// The interrupt of `source` is due: the level of a pin changed, or UART 0 requests service.
    void latch_interrupt(int source);

    /// True when all that is due has been done and no interrupt handler runs or waits.
    [[nodiscard]] bool is_idle() const;
    /// True while an interrupt handler runs or is being entered.
    [[nodiscard]] bool in_interrupt() const { return in_interrupt_; }
    /// Notified when `is_idle` becomes true and when an interrupt handler has returned.
    [[nodiscard]] const sc_core::sc_event& settled() const { return settled_; }

    [[nodiscard]] Nanoseconds now() const override;
    [[nodiscard]] Nanoseconds system_time() const override;
    void post(Task task) override;
    TimerId next(Task task) override;
    TimerId after(Nanoseconds delay, Task task) override;
    TimerId every(Nanoseconds period, Task task) override;
    void cancel(TimerId timer) override;
    void busy_wait(Nanoseconds duration) override;
    void lock_interrupts() override { locked_ = true; }
    void unlock_interrupts() override;
    bool attach_interrupt(int source, Task handler) override;
    void detach_interrupt(int source) override;
    void restart_after(Nanoseconds delay) override;
    [[nodiscard]] bool restart_pending() const override { return restart_at_.has_value(); }
    [[noreturn]] void crash() override;

private:
    /// Thrown through the firmware's code when the chip restarts under it.
    struct Restart {};
    struct Job {
        Task task;
        Nanoseconds period{};  ///< 0: once
    };
    struct Interrupt {
        Task handler;
        bool pending = false;
        Nanoseconds due{};  ///< when a pending one is entered: the latency after its edge, or after the unlock
    };

    void run();
    void run_until_restart();
    void boot();
    bool run_due_job();
    [[nodiscard]] bool job_due() const;
    [[nodiscard]] bool interrupt_ready() const;
    [[nodiscard]] Interrupt& first_pending();
    /// What waited for an unlock or for another handler is entered its latency from now.
    void delay_pending();
    void serve_interrupt();
    void sleep();
    void pause(Nanoseconds duration, const sc_core::sc_event* interruption);

    const FirmwareOptions options_;
    const Nanoseconds system_time_at_boot_;
    const Task on_boot_;

    bool powered_ = false;
    Nanoseconds booted_at_{};
    std::optional<Nanoseconds> restart_at_;

    Schedule<TimerId, Job> jobs_;
    bool idle_ = true;
    LivelockGuard guard_;

    std::array<Interrupt, uart0_interrupt + 1> interrupts_;
    int pending_ = 0;  ///< how many of them are pending
    bool locked_ = false;
    bool in_interrupt_ = false;

    sc_core::sc_event work_;  ///< there is a new job, or an edge, or power
    sc_core::sc_event edge_;
    sc_core::sc_event settled_;
};

}  // namespace otbench::firmware
