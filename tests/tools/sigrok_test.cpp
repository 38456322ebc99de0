// The sigrok decoder for M-Bus, on the waves of a run.
#include <gmock/gmock.h>

#include "base/octets.hpp"
#include "tests/support/program.hpp"

namespace otbench::tests {
namespace {

const std::vector<std::string> from_vcd{"-I", "vcd:downsample=10000"};

/// What sigrok-cli prints of a file of waves, with our decoders.
std::string sigrok(std::vector<std::string> arguments, const std::string& waves, const std::vector<std::string>& more) {
    arguments.insert(arguments.end(), {"-i", waves});
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto shown = run_program(OTBENCH_SIGROK, arguments, {{"SIGROKDECODE_DIR", source_file("share/sigrok")}});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    return shown.out;
}

const std::string decoders = "uart:rx=rx:tx=tx:baudrate=2400:parity=even,mbus";

/// The annotations of the mbus decoder, a line each.
std::string annotations(const std::string& waves, const std::string& kinds) {
    return sigrok(from_vcd, waves, {"-P", decoders, "-A", "mbus=" + kinds});
}

/// Characters at 2400 baud on TX, as a VCD file with a unit of 1 ns.
std::string waves_of(const OctetBuffer& octets) {
    constexpr long bit = 416667;
    std::string text =
        "$timescale 1 ns $end\n$var wire 1 ! tx $end\n$var wire 1 \" rx $end\n$enddefinitions $end\n#0\n1!\n1\"\n";
    long at = 10 * bit;
    const auto level = [&](int value) {
        text += "#" + std::to_string(at) + "\n" + std::to_string(value) + "!\n";
        at += bit;
    };
    for (const auto octet : octets) {
        level(0);
        for (int i = 0; i < 8; ++i) level(octet >> i & 1);
        level(__builtin_parity(octet));
        level(1);
    }
    return text + "#" + std::to_string(at + 100 * bit) + "\n";
}

TEST(Sigrok, decodes_the_dialogue_of_a_run) {
    const TemporaryFolder folder;
    const auto run = run_program(built_program("otbench"),
                                 {"run", source_file("scenarios/library/cf_echo_2_read.yaml"), "--out", folder.path()});
    ASSERT_EQ(run.exit_code, 0) << run.out;
    EXPECT_EQ(annotations(folder / "waves.vcd", "frame"),
              "mbus-1: REQ_UD2, address 1\nmbus-1: RSP_UD, address 1, CI 72, 74 bytes of data\n");
    EXPECT_THAT(annotations(folder / "waves.vcd", "field"), testing::HasSubstr("mbus-1: Checksum FF\n"));
}

TEST(Sigrok, hands_on_frames_that_become_a_meter_from_vcd_and_sr) {
    const TemporaryFolder folder;
    const auto waves = folder / "waves.vcd", session = folder / "waves.sr";
    const auto run = run_program(built_program("otbench"),
                                 {"run", source_file("scenarios/library/cf_echo_2_read.yaml"), "--out", folder.path()});
    ASSERT_EQ(run.exit_code, 0) << run.out;
    sigrok(from_vcd, waves, {"-C", "rx,tx", "-o", session});
    const auto frames = sigrok(from_vcd, waves, {"-P", decoders, "-B", "mbus=frames"});
    EXPECT_THAT(frames, testing::StartsWith("105b015c16\n684d4d6808017260312714"));
    EXPECT_EQ(sigrok({}, session, {"-P", decoders, "-B", "mbus=frames"}), frames);
    write_file(folder / "frames.log", frames);
    const auto imported = run_program(built_program("otbench"), {"profiles", "import", folder / "frames.log"});
    EXPECT_EQ(imported.exit_code, 0) << imported.err;
    EXPECT_THAT(imported.out, testing::HasSubstr("title: Itron CF Echo 2"));
}

/// The profile that `otbench profiles import` makes of a capture.
std::string imported(const std::string& capture) {
    const auto run = run_program(built_program("otbench"), {"profiles", "import", capture});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return run.out;
}

TEST(Sigrok, captures_become_a_meter_whichever_program_wrote_them) {
    const TemporaryFolder folder;
    const auto run = run_program(built_program("otbench"),
                                 {"run", source_file("scenarios/library/cf_echo_2_read.yaml"), "--out", folder.path()});
    ASSERT_EQ(run.exit_code, 0) << run.out;
    const auto profile = imported(folder / "bus.pcapng");
    EXPECT_THAT(profile, testing::HasSubstr("title: Itron CF Echo 2"));
    EXPECT_EQ(imported(folder / "waves.vcd"), profile);
    EXPECT_EQ(imported(folder / "waves.sr"), profile);
    sigrok({}, folder / "waves.sr", {"-C", "rx,tx", "-o", folder / "logic.sr"});
    EXPECT_EQ(imported(folder / "logic.sr"), profile) << "levels in the pieces of sigrok-cli";
    sigrok({}, folder / "logic.sr", {"-O", "vcd", "-o", folder / "logic.vcd"});
    EXPECT_EQ(imported(folder / "logic.vcd"), profile) << "sigrok's VCD, with a unit of 10 us";
    sigrok({}, folder / "waves.sr", {"-C", "bus_voltage,bus_current_ma", "-o", folder / "analogue.sr"});
    EXPECT_EQ(imported(folder / "analogue.sr"), profile) << "volts and milliamperes";
}

TEST(Sigrok, shows_the_session_of_a_run_with_its_analogue_channels) {
    const TemporaryFolder folder;
    const auto session = folder / "waves.sr";
    const auto run = run_program(built_program("otbench"),
                                 {"run", source_file("scenarios/library/cf_echo_2_read.yaml"), "--out", folder.path()});
    ASSERT_EQ(run.exit_code, 0) << run.out;
    EXPECT_EQ(sigrok({}, session, {"-P", decoders, "-A", "mbus=frame"}),
              "mbus-1: REQ_UD2, address 1\nmbus-1: RSP_UD, address 1, CI 72, 74 bytes of data\n");
    const auto shown = sigrok({}, session, {"--show"});
    EXPECT_THAT(shown, testing::HasSubstr("100000"));
    for (const char* channel : {"tx: logic", "rx: logic", "bus_voltage: analog", "bus_current_ma: analog"})
        EXPECT_THAT(shown, testing::HasSubstr(channel));
    // Marks are some 35 V, spaces 22 V. The samples are too many to be shown.
    const auto volts = sigrok({}, session, {"-C", "bus_voltage", "-O", "csv:header=false:label=off"});
    EXPECT_NE(volts.find("\n35."), std::string::npos);
    EXPECT_NE(volts.find("\n22."), std::string::npos);
}

TEST(Sigrok, warns_of_a_wrong_checksum_and_of_garbage) {
    const TemporaryFolder folder;
    write_file(folder / "waves.vcd", waves_of({0x55, 0x10, 0x40, 0x05, 0x46, 0x16}));
    EXPECT_EQ(annotations(folder / "waves.vcd", "warning"),
              "mbus-1: No frame: 1 bytes\nmbus-1: Checksum 46, computed 45\n");
}

}  // namespace
}  // namespace otbench::tests
