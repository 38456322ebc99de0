#include "sim/host/process/worker_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "tests/support/program.hpp"

namespace otbench::sim {
namespace {

using testing::ElementsAre;

TEST(WorkerPool, reports_exit_codes_results_and_captured_output_in_the_order_of_the_jobs) {
    WorkerPool pool{2, true};
    std::vector<int> codes;
    std::vector<std::string> results, outputs;
    pool.run(
        5,
        [](std::size_t index, int result_fd) {
            std::printf("story %zu\n", index);
            write_all(result_fd, std::to_string(index * index));
            return static_cast<int>(index);
        },
        [&](std::size_t, const WorkerOutcome& outcome) {
            codes.push_back(outcome.exit_code);
            results.push_back(outcome.result);
            outputs.push_back(outcome.output);
        });
    EXPECT_THAT(codes, ElementsAre(0, 1, 2, 3, 4));
    EXPECT_THAT(results, ElementsAre("0", "1", "4", "9", "16"));
    EXPECT_THAT(outputs, ElementsAre("story 0\n", "story 1\n", "story 2\n", "story 3\n", "story 4\n"));
}

TEST(WorkerPool, carries_results_larger_than_a_pipe) {
    WorkerPool pool{1, false};
    const std::string large(1 << 20, 'x');
    std::string result;
    pool.run(
        1,
        [&](std::size_t, int result_fd) {
            write_all(result_fd, large);
            return 0;
        },
        [&](std::size_t, const WorkerOutcome& outcome) { result = outcome.result; });
    EXPECT_EQ(result, large);
}

TEST(WorkerPool, names_the_signal_that_ended_a_worker) {
    WorkerPool pool{1, false};
    WorkerOutcome seen;
    pool.run(
        1, [](std::size_t, int) { return ::raise(SIGKILL); },
        [&](std::size_t, WorkerOutcome outcome) { seen = std::move(outcome); });
    EXPECT_EQ(seen.signal, SIGKILL);
    EXPECT_EQ(seen.exit_code, 128 + SIGKILL);
}

TEST(WorkerPool, passes_an_interruption_on_and_starts_no_more) {
    watch_interrupts();
    WorkerPool pool{1, false};
    std::vector<int> codes;
    pool.run(
        3,
        [](std::size_t, int) {
            ::kill(::getppid(), SIGINT);
            while (!interrupted) ::poll(nullptr, 0, 10);
            return 130;
        },
        [&](std::size_t, const WorkerOutcome& outcome) { codes.push_back(outcome.exit_code); });
    EXPECT_THAT(codes, ElementsAre(130));
}

TEST(WorkerPool, takes_an_interruption_that_came_twice_at_once_as_one) {
    watch_interrupts();
    std::raise(SIGINT);
    std::raise(SIGINT);
    EXPECT_TRUE(interrupted);
}

TEST(WorkerPool, lets_its_workers_end_in_order_before_it_hands_on_an_exception) {
    watch_interrupts();
    const tests::TemporaryFolder folder;
    const std::string marker = folder / "ended";
    const auto work = [&](std::size_t index, int) {
        while (index == 1 && !interrupted) ::poll(nullptr, 0, 10);
        if (index == 1) tests::write_file(marker, "in order");
        return 0;
    };
    EXPECT_THROW((WorkerPool{2, false}.run(
                     2, work, [](std::size_t, const WorkerOutcome&) { throw std::runtime_error{"done"}; })),
                 std::runtime_error);
    EXPECT_EQ(tests::read_file(marker), "in order");
}

TEST(WorkerPool, reports_an_interrupted_worker_with_130) {
    std::vector<int> codes;
    WorkerPool{1, false}.run(
        1, [](std::size_t, int) -> int { throw Interrupted{}; },
        [&](std::size_t, const WorkerOutcome& outcome) { codes.push_back(outcome.exit_code); });
    EXPECT_THAT(codes, ElementsAre(130));
}

}  // namespace
}  // namespace otbench::sim
