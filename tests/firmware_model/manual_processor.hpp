#pragma once

#include <map>
#include <optional>

#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// A processor whose time a test moves by hand; blocking waits just add to it.
class ManualProcessor : public Processor {
public:
    struct Crash {};

    /// Runs everything that becomes due within `duration`.
    void advance(Nanoseconds duration) {
        const Nanoseconds end = now_ + duration;
        while (!jobs_.empty() && jobs_.begin()->first.first <= end) {
            const auto [due, job] = *jobs_.begin();
            jobs_.erase(jobs_.begin());
            now_ = std::max(now_, due.first);
            if (job.period > Nanoseconds::zero()) jobs_.emplace(Due{due.first + job.period, due.second}, job);
            job.task();
        }
        now_ = std::max(now_, end);
    }

    [[nodiscard]] Nanoseconds now() const override { return now_; }
    [[nodiscard]] Nanoseconds system_time() const override { return now_; }
    void post(Task task) override { after({}, std::move(task)); }
    TimerId next(Task task) override { return after({}, std::move(task)); }
    TimerId after(Nanoseconds delay, Task task) override { return add(delay, {std::move(task), {}}); }
    TimerId every(Nanoseconds period, Task task) override { return add(period, {std::move(task), period}); }
    void cancel(TimerId timer) override {
        for (auto job = jobs_.begin(); job != jobs_.end(); ++job) {
            if (job->first.second != timer) continue;
            jobs_.erase(job);
            return;
        }
    }
    void busy_wait(Nanoseconds duration) override { now_ += duration; }
    void lock_interrupts() override {}
    void unlock_interrupts() override {}
    bool attach_interrupt(int pin, Task handler) override { return handlers.emplace(pin, std::move(handler)).second; }
    void detach_interrupt(int source) override { handlers.erase(source); }
    void restart_after(Nanoseconds delay) override { restart_at = now_ + delay; }
    [[nodiscard]] bool restart_pending() const override { return restart_at.has_value(); }
    [[noreturn]] void crash() override { throw Crash{}; }

    std::map<int, Task> handlers;
    std::optional<Nanoseconds> restart_at;

private:
    using Due = std::pair<Nanoseconds, TimerId>;
    struct Job {
        Task task;
        Nanoseconds period;
    };
    TimerId add(Nanoseconds delay, Job job) {
        const TimerId id{++count_};
        jobs_.emplace(Due{now_ + delay, id}, std::move(job));
        return id;
    }

    Nanoseconds now_{};
    std::map<Due, Job> jobs_;
    std::uint64_t count_ = 0;
};

}  // namespace otbench::firmware
