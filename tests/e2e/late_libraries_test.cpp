// Libraries that few runs need are loaded when they are used.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr const char* late[] = {"libcrypto", "libssl", "libpaho", "libzip"};

TEST(LateLibraries, are_not_loaded_by_a_run_with_the_broker_in_process) {
    const auto run =
        run_program(built_program("otbench"), {"run", library_scenario("ping.yaml"), "--broker", "internal"},
                    {{"LD_DEBUG", "libs"}});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_THAT(run.err, HasSubstr("libsystemc"));
    for (const char* library : late) EXPECT_THAT(run.err, Not(HasSubstr(library)));
}

// Paho would wait for 100 ms in half of the runs, when its threads begin before they have a connection.
TEST(LateLibraries, are_loaded_by_a_run_with_mosquitto_but_for_paho) {
    const auto run =
        run_program(built_program("otbench"), {"run", library_scenario("ping.yaml"), "--broker", "mosquitto"},
                    {{"LD_DEBUG", "libs"}});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_THAT(run.err, HasSubstr("libcrypto"));
    EXPECT_THAT(run.err, Not(HasSubstr("libpaho")));
}

TEST(LateLibraries, that_cannot_be_loaded_are_named_with_the_reason) {
    const TemporaryFolder folder;
    write_file(folder / "libzip.so.4", "no library");
    write_file(folder / "session.sr", "PK\3\4");
    const auto run =
        run_program(built_program("otbench"), {"decode", folder / "session.sr"}, {{"LD_LIBRARY_PATH", folder.path()}});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_THAT(run.out, IsEmpty());
    EXPECT_THAT(run.err, StartsWith("otbench: cannot load libzip.so.4: "));
}

}  // namespace
}  // namespace otbench::tests
