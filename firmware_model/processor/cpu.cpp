#include "firmware_model/processor/cpu.hpp"

#include <algorithm>

#include "base/systemc/time.hpp"

namespace otbench::firmware {
namespace {

// Room for whatever an event sink does with what the firmware records; pages that are not used cost nothing.
constexpr std::size_t stack_octets = 1U << 20;

}  // namespace

Cpu::Cpu(sc_core::sc_module_name name, FirmwareOptions options, Nanoseconds system_time_at_boot, Task on_boot)
    : sc_module(name), options_(options), system_time_at_boot_(system_time_at_boot), on_boot_(std::move(on_boot)) {
    SC_THREAD(run);
    set_stack_size(stack_octets);
}

Nanoseconds Cpu::now() const {
    return simulated_time();
}

Nanoseconds Cpu::system_time() const {
    return system_time_at_boot_ + now() - booted_at_;
}

// ---- power and restarts ----

void Cpu::power_on() {
    if (!powered_) {
        powered_ = true;
        boot();
    } else {
        restart_at_ = now();
    }
    work_.notify(sc_core::SC_ZERO_TIME);
    edge_.notify(sc_core::SC_ZERO_TIME);
}

void Cpu::boot() {
    jobs_.clear();
    interrupts_ = {};
    pending_ = 0;
    locked_ = in_interrupt_ = false;
    restart_at_.reset();
    booted_at_ = now();
    on_boot_();
}

void Cpu::restart_after(Nanoseconds delay) {
    if (!restart_at_) restart_at_ = now() + delay;
}

void Cpu::crash() {
    throw Restart{};
}

void Cpu::run() {
    while (true) {
        try {
            run_until_restart();
        } catch (const Restart&) {
            boot();
        }
    }
}

void Cpu::run_until_restart() {
    while (true) {
        if (interrupt_ready()) {
            serve_interrupt();
        } else if (!run_due_job()) {
            sleep();
        }
    }
}

// ---- tasks ----

void Cpu::post(Task task) {
    after(Nanoseconds::zero(), std::move(task));
    if (idle_) work_.notify(sc_core::SC_ZERO_TIME);
    idle_ = false;
}

TimerId Cpu::next(Task task) {
    return jobs_.add(Nanoseconds::zero(), {std::move(task), {}});
}

TimerId Cpu::after(Nanoseconds delay, Task task) {
    return jobs_.add(now() + delay, {std::move(task), {}});
}

TimerId Cpu::every(Nanoseconds period, Task task) {
    return jobs_.add(now() + period, {std::move(task), period});
}

void Cpu::cancel(TimerId timer) {
    jobs_.cancel(timer);
}

bool Cpu::run_due_job() {
    auto due = jobs_.take_due(now());
    if (!due) return false;
    guard_.did_one(name(), now());
    const Task task = due->what.task;
    const Nanoseconds period = due->what.period;
    if (period > Nanoseconds::zero()) jobs_.add_again(due->id, due->due + period, std::move(due->what));
    task();
    return true;
}

bool Cpu::job_due() const {
    const auto next = jobs_.next();
    return next && *next <= now();
}

bool Cpu::is_idle() const {
    const bool restart_due = restart_at_ && *restart_at_ <= now();
    return idle_ && !job_due() && !restart_due;
}

void Cpu::sleep() {
    idle_ = true;
    settled_.notify(sc_core::SC_ZERO_TIME);
    const auto next = jobs_.next();
    if (!next && !restart_at_) {
        wait(work_);
    } else {
        pause(std::max(next.value_or(Nanoseconds::max()) - now(), Nanoseconds::zero()), &work_);
        // Other events of this instant come first, so that a timer's work sees their results.
        wait(sc_core::SC_ZERO_TIME);
    }
    idle_ = false;
}

// ---- time ----

void Cpu::busy_wait(Nanoseconds duration) {
    const Nanoseconds end = now() + duration;
    while (true) {
        const bool interruptible = !locked_ && !in_interrupt_;
        if (interrupt_ready() && first_pending().due <= end) {
            serve_interrupt();
        } else if (now() < end) {
            pause(end - now(), interruptible ? &edge_ : nullptr);
        } else {
            return;
        }
    }
}

void Cpu::pause(Nanoseconds duration, const sc_core::sc_event* interruption) {
    const Nanoseconds limit = restart_at_ ? std::max(*restart_at_ - now(), Nanoseconds::zero()) : Nanoseconds::max();
    const auto time = to_sc_time(std::min(duration, limit));
    if (interruption != nullptr) {
        wait(time, *interruption);
    } else {
        wait(time);
    }
    if (restart_at_ && now() >= *restart_at_) throw Restart{};
}

// ---- interrupts ----

bool Cpu::attach_interrupt(int source, Task handler) {
    auto& interrupt = interrupts_.at(static_cast<std::size_t>(source));
    if (interrupt.handler) return false;
    interrupt.handler = std::move(handler);
    return true;
}

void Cpu::detach_interrupt(int source) {
    auto& interrupt = interrupts_.at(static_cast<std::size_t>(source));
    if (interrupt.pending) --pending_;
    interrupt = {};
}

void Cpu::latch_interrupt(int source) {
    auto& interrupt = interrupts_.at(static_cast<std::size_t>(source));
    if (!interrupt.handler || interrupt.pending) return;
    interrupt.pending = true;
    interrupt.due = now() + options_.interrupt_latency;
    ++pending_;
    if (locked_ || in_interrupt_) return;
    edge_.notify(sc_core::SC_ZERO_TIME);
    if (idle_) work_.notify(sc_core::SC_ZERO_TIME);
    idle_ = false;
}

bool Cpu::interrupt_ready() const {
    return pending_ > 0 && !locked_ && !in_interrupt_;
}

void Cpu::unlock_interrupts() {
    locked_ = false;
    delay_pending();
    while (interrupt_ready()) serve_interrupt();
}

void Cpu::delay_pending() {
    for (Interrupt& interrupt : interrupts_) {
        if (interrupt.pending) interrupt.due = now() + options_.interrupt_latency;
    }
}

Cpu::Interrupt& Cpu::first_pending() {
    return *std::find_if(interrupts_.begin(), interrupts_.end(), [](const Interrupt& i) { return i.pending; });
}

void Cpu::serve_interrupt() {
    Interrupt& interrupt = first_pending();
    in_interrupt_ = true;
    pause(std::max(interrupt.due - now(), Nanoseconds::zero()), nullptr);
    interrupt.handler();
    interrupt.pending = false;
    --pending_;
    in_interrupt_ = false;
    delay_pending();
    settled_.notify(sc_core::SC_ZERO_TIME);
}

}  // namespace otbench::firmware
