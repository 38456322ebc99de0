#include "sim/device/outside_device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>

#include "sim/mqtt/internal_broker.hpp"
#include "sim/test_bench.hpp"
#include "tests/support/program.hpp"

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::MatchesRegex;

/// A shell script as a device that is ready when it has printed "ready".
class OutsideDeviceTest : public testing::Test {
protected:
    DeviceUnderTest& start(const std::string& script) {
        OutsideSettings settings;
        settings.process = ChildProgram{{"/bin/sh", "-c", script}, {}, {}};
        settings.is_ready_line = [](const std::string& line) { return line == "ready"; };
        DeviceUnderTest& device = bench.add_outside("boiler", {}, settings);
        bench.start();
        return device;
    }
    bool run_until(const std::function<bool()>& done) {
        return bench.run_until(done, bench.time() + 10min) == RunEnd::reached;
    }

    static constexpr double pace = 50;  // a second between two starts of a program takes 20 ms
    std::atomic<bool> interrupted{false};
    TestBench bench{std::make_unique<InternalBroker>(), pace, interrupted};
};

TEST_F(OutsideDeviceTest, tells_how_often_and_how_its_program_ended) {
    DeviceUnderTest& device = start("echo one; echo 'no such port' >&2; echo; exit 7");
    EXPECT_TRUE(run_until([&] { return !device.trouble().empty(); }));
    EXPECT_EQ(device.trouble(), "; its program ended once, with exit code 7 and the words 'no such port'");
    EXPECT_TRUE(run_until([&] { return device.trouble().find("once") == std::string::npos; }));
    EXPECT_THAT(device.trouble(), MatchesRegex("; its program ended [23] times, the last time with exit code 7 and the "
                                               "words 'no such port'"));
    EXPECT_FALSE(device.ready());
}

TEST_F(OutsideDeviceTest, tells_of_a_signal_and_of_silence) {
    DeviceUnderTest& device = start("kill -9 $$");
    EXPECT_TRUE(run_until([&] { return !device.trouble().empty(); }));
    EXPECT_EQ(device.trouble(), "; its program ended once, with signal 9 and without a word");
}

TEST_F(OutsideDeviceTest, has_no_trouble_with_a_program_that_goes_on) {
    DeviceUnderTest& device = start("echo ready; exec sleep 60");
    EXPECT_TRUE(run_until([&] { return device.ready(); }));
    EXPECT_THAT(device.trouble(), IsEmpty());
}

TEST_F(OutsideDeviceTest, does_not_keep_all_that_its_program_prints) {
    const tests::TemporaryFolder folder;
    DeviceUnderTest& device = start("cd '" + folder.path() +
                                    "'; echo ready; head -c 3000000 /dev/zero; touch printed; "
                                    "until [ -e end ]; do sleep 0.01; done; echo last");
    EXPECT_TRUE(run_until([&] { return std::filesystem::exists(folder / "printed"); }));
    bench.run_for(100ms);
    tests::write_file(folder / "end", "");
    EXPECT_TRUE(run_until([&] { return !device.trouble().empty(); }));
    EXPECT_EQ(device.trouble(), "; its program ended once, with exit code 0 and the words 'last'");
}

}  // namespace
}  // namespace otbench::sim
