// The sigrok decoder for M-Bus, on the waves of a run.
#include <gmock/gmock.h>

#include "base/octets.hpp"
#include "tests/support/program.hpp"

namespace otbench::tests {
namespace {

/// What sigrok-cli makes of a VCD file: the annotations of the mbus decoder, a line each.
std::string annotations(const std::string& waves, const std::string& kinds) {
    const auto shown = run_program(OTBENCH_SIGROK,
                                   {"-I", "vcd:downsample=10000", "-i", waves, "-P",
                                    "uart:rx=rx:tx=tx:baudrate=2400:parity=even,mbus", "-A", "mbus=" + kinds},
                                   {{"SIGROKDECODE_DIR", source_file("share/sigrok")}});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    return shown.out;
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

TEST(Sigrok, warns_of_a_wrong_checksum_and_of_what_is_no_frame) {
    const TemporaryFolder folder;
    write_file(folder / "waves.vcd", waves_of({0x55, 0x10, 0x40, 0x05, 0x46, 0x16}));
    EXPECT_EQ(annotations(folder / "waves.vcd", "warning"),
              "mbus-1: No frame: 1 bytes\nmbus-1: Checksum 46, computed 45\n");
}

}  // namespace
}  // namespace otbench::tests
