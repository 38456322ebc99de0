#include "firmware_model/processor/cpu.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/systemc/simulate.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

constexpr int pin = 13;

class CpuTest : public testing::Test {
protected:
    static void run_for(double seconds) {
        simulate(std::chrono::duration_cast<Nanoseconds>(std::chrono::duration<double>(seconds)));
    }
    void note(const std::string& what) {
        log.push_back(what + "@" +
                      std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(cpu.now()).count()));
    }
    void power_on(Processor::Task firmware) {
        boot = std::move(firmware);
        cpu.power_on();
    }
    /// Lets time run to `at`, then there is an edge.
    void edge_at(Nanoseconds at) {
        sc_core::sc_start(static_cast<double>((at - cpu.now()).count()), sc_core::SC_NS);
        cpu.latch_interrupt(pin);
    }

    Processor::Task boot;
    std::vector<std::string> log;
    Cpu cpu{"cpu", FirmwareOptions{}, 0ns, [this] { boot(); }};
};

TEST_F(CpuTest, runs_tasks_in_the_order_in_which_they_became_due) {
    power_on([this] {
        cpu.after(2us, [this] { note("late"); });
        cpu.after(1us, [this] {
            note("early");
            cpu.post([this] { note("posted"); });
            cpu.busy_wait(5us);
            note("early done");
        });
    });
    run_for(1);
    EXPECT_EQ(log, (std::vector<std::string>{"early@1", "early done@6", "posted@6", "late@6"}));
}

TEST_F(CpuTest, catches_up_on_the_periods_it_was_busy_in) {
    power_on([this] {
        cpu.every(10us, [this] { note("tick"); });
        cpu.after(15us, [this] { cpu.busy_wait(20us); });
    });
    run_for(45e-6);
    EXPECT_EQ(log, (std::vector<std::string>{"tick@10", "tick@35", "tick@35", "tick@40"}));
}

TEST_F(CpuTest, stops_a_cancelled_timer_even_from_within_it) {
    power_on([this] {
        const auto never = cpu.after(1us, [this] { note("never"); });
        cpu.cancel(never);
        static TimerId once;
        once = cpu.every(1us, [this] {
            note("once");
            cpu.cancel(once);
        });
    });
    run_for(1);
    EXPECT_EQ(log, (std::vector<std::string>{"once@1"}));
}

TEST_F(CpuTest, stops_when_virtual_time_does_not_go_on) {
    static std::function<void()> again;
    again = [this] { cpu.after(0us, again); };
    power_on([this] {
        cpu.after(1us, again);
        cpu.after(2us, [this] { note("never"); });
    });
    EXPECT_THROW(run_for(1), Livelock);
    EXPECT_EQ(cpu.now(), 1us);
    EXPECT_EQ(log, std::vector<std::string>{});
}

TEST_F(CpuTest, serves_an_interrupt_within_a_wait_after_its_latency) {
    power_on([this] {
        cpu.attach_interrupt(pin, [this] { note("edge"); });
        cpu.post([this] {
            cpu.busy_wait(100us);
            note("done");
        });
    });
    edge_at(50us);
    run_for(1);
    EXPECT_EQ(log, (std::vector<std::string>{"edge@55", "done@100"}));
}

TEST_F(CpuTest, lets_the_code_go_on_until_an_interrupt_is_entered) {
    power_on([this] {
        cpu.attach_interrupt(pin, [this] { note("edge"); });
        cpu.post([this] {
            cpu.busy_wait(52us);
            note("two microseconds later");
        });
    });
    edge_at(50us);
    run_for(1);
    EXPECT_EQ(log, (std::vector<std::string>{"two microseconds later@52", "edge@55"}));
}

TEST_F(CpuTest, serves_a_locked_interrupt_at_the_unlock) {
    power_on([this] {
        cpu.attach_interrupt(pin, [this] { note("edge"); });
        cpu.post([this] {
            cpu.lock_interrupts();
            cpu.busy_wait(100us);
            note("locked");
            cpu.unlock_interrupts();
            note("unlocked");
        });
    });
    edge_at(50us);
    run_for(1);
    EXPECT_EQ(log, (std::vector<std::string>{"locked@100", "edge@105", "unlocked@105"}));
}

TEST_F(CpuTest, drops_edges_while_the_handler_runs) {
    power_on([this] {
        cpu.attach_interrupt(pin, [this] {
            note("edge");
            cpu.busy_wait(100us);
        });
    });
    edge_at(10us);
    edge_at(60us);
    edge_at(200us);
    run_for(1);
    EXPECT_EQ(log, (std::vector<std::string>{"edge@15", "edge@205"}));
}

TEST_F(CpuTest, takes_one_handler_a_pin) {
    power_on([this] {
        EXPECT_TRUE(cpu.attach_interrupt(pin, [] {}));
        EXPECT_FALSE(cpu.attach_interrupt(pin, [] {}));
    });
}

TEST_F(CpuTest, restarts_whatever_it_is_doing) {
    int boots = 0;
    power_on([this, &boots] {
        note("boot");
        if (boots++ > 0) return;
        cpu.every(1ms, [this] { note("tick"); });
        cpu.after(10us, [this] {
            cpu.restart_after(110us);
            cpu.busy_wait(1s);
            note("never");
        });
    });
    run_for(2);
    EXPECT_EQ(log, (std::vector<std::string>{"boot@0", "boot@120"}));
    EXPECT_FALSE(cpu.restart_pending());
    EXPECT_TRUE(cpu.is_idle());
}

TEST_F(CpuTest, restarts_at_once_after_a_crash_and_when_powered_on_again) {
    int boots = 0;
    power_on([this, &boots] {
        note("boot");
        if (boots++ == 0) cpu.after(10us, [this] { cpu.crash(); });
    });
    run_for(20e-6);
    cpu.power_on();
    run_for(20e-6);
    EXPECT_EQ(log, (std::vector<std::string>{"boot@0", "boot@10", "boot@20"}));
}

TEST_F(CpuTest, counts_its_own_clock_from_each_boot) {
    power_on([this] {
        EXPECT_EQ(cpu.system_time(), 0ns);
        if (cpu.now() == 0ns) cpu.restart_after(5us);
    });
    run_for(8e-6);
    EXPECT_EQ(cpu.system_time(), 3us);
}

TEST_F(CpuTest, sleeps_through_half_a_day_of_ticks) {
    int ticks = 0;
    power_on([this, &ticks] { cpu.every(1s, [&ticks] { ++ticks; }); });
    const auto begin = std::chrono::steady_clock::now();
    run_for(12 * 3600);
    EXPECT_NEAR(ticks, 12 * 3600, 1);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);  // 30 ms, unless the machine is very busy
}

}  // namespace
}  // namespace otbench::firmware
