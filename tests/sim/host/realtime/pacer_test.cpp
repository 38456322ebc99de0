#include "sim/host/realtime/pacer.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;

/// A time that no test waits for.
constexpr Nanoseconds never = 100h;

class AttentivePacer : public testing::Test {
protected:
    AttentivePacer() {
        EXPECT_EQ(::pipe(ends_.data()), 0);
        pacer.wait_until(0ns);  // starts its time
    }
    ~AttentivePacer() override {
        for (const int end : ends_) ::close(end);
    }

    [[nodiscard]] int readable_end() const { return ends_[0]; }
    void write() { EXPECT_EQ(::write(ends_[1], "x", 1), 1); }
    void read() {
        char c = 0;
        EXPECT_EQ(::read(ends_[0], &c, 1), 1);
    }

    Pacer pacer{1.0};

private:
    std::array<int, 2> ends_{};
};

TEST_F(AttentivePacer, ends_a_wait_when_there_is_something_to_read) {
    pacer.attend_to(readable_end());
    write();
    pacer.wait_until(never);
    pacer.wait_until(never);  // as it was not read
    EXPECT_LT(pacer.time(), never);
}

TEST_F(AttentivePacer, waits_for_the_clock_again_when_that_is_read_or_no_longer_attended_to) {
    pacer.attend_to(readable_end());
    write();
    pacer.wait_until(never);
    read();
    const Nanoseconds first = pacer.time() + 20ms;
    while (pacer.time() < first) pacer.wait_until(first);
    pacer.wait_until(pacer.time());
    write();
    pacer.attend_to(-1);
    const Nanoseconds second = pacer.time() + 20ms;
    pacer.wait_until(second);
    EXPECT_GE(pacer.time(), second);
}

TEST_F(AttentivePacer, leaves_the_descriptor_as_it_is) {
    pacer.attend_to(readable_end());
    write();
    pacer.wait_until(never);
    pacer.attend_to(-1);
    EXPECT_EQ(::fcntl(readable_end(), F_GETFL) & O_NONBLOCK, 0);
    read();
}

}  // namespace
}  // namespace otbench::sim
