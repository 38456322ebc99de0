#include "runner/report/html/page_trace.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sim/trace/event_log.hpp"
#include "sim/trace/vcd_writer.hpp"
#include "tests/support/program.hpp"

namespace otbench::runner {
namespace {

using namespace std::chrono_literals;
using tests::TemporaryFolder;

constexpr Nanoseconds end = 1ms;

class PageTraceTest : public testing::Test {
protected:
    /// A run with an event that its page leaves out, and with a bus that is added.
    void run() {
        page.follow(log, waves);
        const auto tx = waves.add_level("bus", "tx", true);
        const auto volts = waves.add_real("bus", "bus_voltage", 35.38264);
        log.open(folder / "events.jsonl");
        waves.open(folder / "waves.vcd");
        const Cause frame = log.record(1us, "frame", Cause::none, {{"text", "\"kind\":\"note\""}});
        log.record(2us, "rx_edge", frame, {{"level", 1}});
        waves.change(2us, tx, false);
        waves.change(3us, volts, 22.30949);
        const auto milliamperes = waves.add_real("cellar", "bus_current_ma", 0.0);
        waves.add_point(4us, milliamperes, 0.0123456);
        waves.change(5us, milliamperes, 123456.0);
        const Cause edge = log.record(6us, "rx_edge", frame, {{"level", 0}});
        log.record(7us, "softuart_rx", edge, {{"hex", "68"}});
        log.close();
        waves.close(end);
    }

    [[nodiscard]] std::ptrdiff_t files_in_folder() const {
        return std::distance(std::filesystem::directory_iterator{folder.path()}, {});
    }

    TemporaryFolder folder;
    sim::EventLog log;
    sim::VcdWriter waves;
    PageTrace page;
};

TEST_F(PageTraceTest, is_the_same_gathered_in_a_run_and_made_of_its_files) {
    run();
    const std::string of_files = page_trace(folder.path());
    page.leave_in(folder.path(), end);
    const std::string left = page_trace(folder.path());
    EXPECT_NE(of_files.find("\"name\":\"Bus current\""), std::string::npos) << of_files;
    EXPECT_EQ(left, of_files);
}

TEST_F(PageTraceTest, is_taken_from_what_was_left_and_that_removed) {
    run();
    const std::ptrdiff_t files = files_in_folder();
    page.leave_in(folder.path(), end);
    std::ofstream{folder / "events.jsonl"} << "";  // of which nothing could be made
    EXPECT_NE(page_trace(folder.path()), "");
    EXPECT_EQ(files_in_folder(), files);
    EXPECT_EQ(page_trace(folder.path()), "");
}

TEST_F(PageTraceTest, is_not_what_could_end_the_script_of_a_page) {
    run();
    const std::string of_files = page_trace(folder.path());
    page.leave_in(folder.path(), end);
    for (const auto& file : std::filesystem::directory_iterator{folder.path()})
        if (file.path().extension() == ".json") std::ofstream{file.path()} << "{}</script>";
    EXPECT_EQ(page_trace(folder.path()), of_files);
}

TEST_F(PageTraceTest, of_an_earlier_run_is_removed) {
    run();
    page.leave_in(folder.path(), end);
    PageTrace::remove_from(folder.path());
    std::ofstream{folder / "events.jsonl"} << "";
    EXPECT_EQ(page_trace(folder.path()), "");
}

}  // namespace
}  // namespace otbench::runner
