// Files that grow together, with the process killed at every one of its system calls.
#include "app/poll/growing_files.hpp"

#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "tests/support/program.hpp"

namespace otbench::app {
namespace {

/// Appends two lines to each of two files.
void append_lines(const tests::TemporaryFolder& folder) {
    GrowingFiles files{folder / "journal"};
    const auto a = files.add(folder / "a"), b = files.add(folder / "b");
    for (const char* line : {"first\n", "second\n"}) {
        files.stage(a, line);
        files.stage(b, line);
        files.commit();
    }
}

/// Does that in another process, which is killed at its `stop`th begin or end of a system call; false when it had
/// finished before.
bool killed_at(int stop, const tests::TemporaryFolder& folder) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
        ::raise(SIGSTOP);
        append_lines(folder);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    for (int i = 0; i < stop && WIFSTOPPED(status); ++i) {
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        ::waitpid(child, &status, 0);
    }
    if (!WIFSTOPPED(status)) return false;
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    return true;
}

TEST(GrowingFiles, have_all_the_same_lines_wherever_the_process_was_killed) {
    std::size_t most = 0;
    int stop = 1;
    for (bool killed = true; killed; ++stop) {
        const tests::TemporaryFolder folder;
        killed = killed_at(stop, folder);
        const GrowingFiles completed{folder / "journal"};
        const auto exists = std::filesystem::exists(folder / "a");
        const auto a = exists ? tests::read_file(folder / "a") : "";
        const auto b = std::filesystem::exists(folder / "b") ? tests::read_file(folder / "b") : "";
        EXPECT_EQ(a, b) << stop;
        EXPECT_TRUE(a.empty() || a == "first\n" || a == "first\nsecond\n") << stop << ": " << a;
        EXPECT_GE(a.size(), most) << "what was there once stays; " << stop;
        EXPECT_FALSE(std::filesystem::exists(folder / "journal"));
        most = a.size();
    }
    EXPECT_EQ(most, std::string{"first\nsecond\n"}.size());
    EXPECT_GT(stop, 20) << "the process was stopped at its calls";
}

/// What a journal makes of a file.
std::string completed(const std::string& before, const std::string& journal) {
    const tests::TemporaryFolder folder;
    tests::write_file(folder / "f", before);
    const auto path = folder / "f";
    tests::write_file(folder / "journal", std::to_string(path.size()) + " 4 6\n" + path + "\n" + journal);
    const GrowingFiles files{folder / "journal"};
    return tests::read_file(path);
}

TEST(GrowingFiles, get_the_part_that_a_stopped_write_left_out) {
    for (const char* before : {"old\n", "old\nne", "old\nnew 1\n"})
        EXPECT_EQ(completed(before, "new 1\n\nend\n"), "old\nnew 1\n") << before;
    EXPECT_EQ(completed("old\nnew 1\nnew 2\n", "new 1\n\nend\n"), "old\nnew 1\nnew 2\n");
    EXPECT_EQ(completed("", "new 1\n\nend\n"), "new 1\n") << "rotated since";
    EXPECT_EQ(completed("old\nother\n", "new 1\n\nend\n"), "old\nother\nnew 1\n") << "changed since";
}

TEST(GrowingFiles, get_nothing_of_a_journal_that_was_not_completely_written) {
    for (const char* journal : {"", "new", "new 1\n", "new 1\n\n", "new 1\n\nen", "new 1\nX\nend\n"})
        EXPECT_EQ(completed("old\n", journal), "old\n") << journal;
}

}  // namespace
}  // namespace otbench::app
