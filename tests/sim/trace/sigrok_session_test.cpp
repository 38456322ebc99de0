// Waves as a session of sigrok; tests/tools reads such files with sigrok-cli.
#include "sim/trace/sigrok_session.hpp"

#include <gmock/gmock.h>
#include <zip.h>

#include <cstring>
#include <filesystem>
#include <system_error>

#include "tests/support/program.hpp"

namespace otbench::sim {
namespace {

using testing::ElementsAre;

/// A file in an archive.
std::string content(const std::string& archive, const std::string& name) {
    zip_t* const zip = zip_open(archive.c_str(), ZIP_RDONLY, nullptr);
    zip_stat_t what;
    if (!zip || zip_stat(zip, name.c_str(), 0, &what) != 0) return "missing";
    std::string text(what.size, '\0');
    zip_file_t* const file = zip_fopen(zip, name.c_str(), 0);
    EXPECT_EQ(zip_fread(file, text.data(), text.size()), static_cast<zip_int64_t>(text.size()));
    zip_fclose(file);
    zip_discard(zip);
    return text;
}

std::vector<float> samples(const std::string& octets) {
    std::vector<float> values(octets.size() / sizeof(float));
    std::memcpy(values.data(), octets.data(), values.size() * sizeof(float));
    return values;
}

const std::string waves =
    "$timescale 1 ns $end\n"
    "$scope module bus $end\n$var wire 1 ! tx $end\n$upscope $end\n"
    "$scope module bus $end\n$var real 64 \" bus_voltage $end\n$upscope $end\n"
    "$scope module second $end\n$var wire 1 # tx $end\n$upscope $end\n"
    "$enddefinitions $end\n#0\n$dumpvars\n0!\nr36 \"\n1#\n$end\n"
    "#10000\n1!\n#10001\nr24.5 \"\n#30000\n0!\n#40000\n";

constexpr Nanoseconds length{40'000};  // of these waves

class SigrokSession : public testing::Test {
protected:
    tests::TemporaryFolder folder;
    std::string vcd = folder / "waves.vcd", session = folder / "waves.sr";
};

TEST_F(SigrokSession, holds_the_samples_of_levels_and_of_real_numbers) {
    tests::write_file(vcd, waves);
    write_sigrok_session(vcd, session, length);
    EXPECT_EQ(content(session, "version"), "2");
    EXPECT_THAT(
        content(session, "metadata"),
        testing::HasSubstr("total probes=2\nsamplerate=100 kHz\ntotal analog=1\nprobe1=bus.tx\nprobe2=second.tx\n"
                           "analog3=bus_voltage\nunitsize=1\n"));
    EXPECT_EQ(content(session, "logic-1-1"), "\x02\x03\x03\x02");
    EXPECT_THAT(samples(content(session, "analog-1-3-1")), ElementsAre(36.0F, 36.0F, 24.5F, 24.5F));
}

TEST_F(SigrokSession, has_the_same_bytes_for_the_same_waves) {
    tests::write_file(vcd, waves);
    write_sigrok_session(vcd, session, length);
    write_sigrok_session(vcd, folder / "again.sr", length);
    EXPECT_EQ(tests::read_file(session), tests::read_file(folder / "again.sr"));
}

TEST_F(SigrokSession, is_removed_for_a_run_of_more_than_a_minute) {
    tests::write_file(vcd, waves);
    tests::write_file(session, "of an earlier run");
    write_sigrok_session(vcd, session, Nanoseconds{60'000'000'001});
    EXPECT_FALSE(std::filesystem::exists(session));
}

TEST_F(SigrokSession, throws_when_the_file_cannot_be_written) {
    tests::write_file(vcd, waves);
    EXPECT_THROW(write_sigrok_session(vcd, folder / "missing/waves.sr", length), std::system_error);
}

TEST_F(SigrokSession, says_that_the_disk_is_full) {
    tests::write_file(vcd, waves);
    std::filesystem::create_symlink("/dev/full", session);
    try {
        write_sigrok_session(vcd, session, length);
        FAIL() << "written to a full disk";
    } catch (const std::system_error& error) {
        EXPECT_EQ(error.code(), std::errc::no_space_on_device);
    }
}

}  // namespace
}  // namespace otbench::sim
