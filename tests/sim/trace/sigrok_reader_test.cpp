// Sessions of sigrok, read; tests/tools reads those of sigrok-cli.
#include "sim/trace/sigrok_reader.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <zip.h>

#include <cstring>

#include "sim/trace/sigrok_session.hpp"
#include "tests/support/program.hpp"

namespace otbench::sim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SessionReading {
public:
    explicit SessionReading(const std::string& file) {
        end = read_sigrok_session(
            file, {[&](const WaveSignal& signal) { signals.push_back(signal.name + (signal.is_real ? " real" : "")); },
                   [&](std::size_t signal, Nanoseconds at, double value) {
                       changes.push_back(fmt::format("{} {} {}", at.count(), signal, value));
                   }});
    }
    [[nodiscard]] std::string complaint() const { return end ? "" : end.error().message; }

    std::vector<std::string> signals, changes;
    Checked<Nanoseconds> end = Nanoseconds{};
};

/// An archive with these files.
std::string session(const std::vector<std::pair<std::string, std::string>>& files) {
    const tests::TemporaryFolder folder;
    zip_t* const zip = zip_open((folder / "made.sr").c_str(), ZIP_CREATE, nullptr);
    for (const auto& [name, content] : files)
        zip_file_add(zip, name.c_str(), zip_source_buffer(zip, content.data(), content.size(), 0), 0);
    EXPECT_EQ(zip_close(zip), 0);
    return tests::read_file(folder / "made.sr");
}

const std::string metadata = "[device 1]\nsamplerate=1 MHz\nprobe1=tx\nprobe9=rx\nunitsize=2\n";

TEST(SigrokReader, reads_what_the_writer_writes) {
    const tests::TemporaryFolder folder;
    tests::write_file(folder / "waves.vcd",
                      "$timescale 1 ns $end\n$var wire 1 ! tx $end\n$var real 64 \" volts $end\n$enddefinitions $end\n"
                      "#0\n1!\nr36 \"\n#20000\n0!\nr24.5 \"\n#50000\n1!\n#60000\n");
    write_sigrok_session(folder / "waves.vcd", folder / "waves.sr", Nanoseconds{60'000});
    const SessionReading read{tests::read_file(folder / "waves.sr")};
    ASSERT_TRUE(read.end) << read.complaint();
    EXPECT_THAT(read.signals, ElementsAre("tx", "volts real"));
    EXPECT_THAT(read.changes, ElementsAre("0 0 1", "20000 0 0", "50000 0 1", "0 1 36", "20000 1 24.5"));
    EXPECT_EQ(read.end->count(), 60'000);
}

TEST(SigrokReader, joins_pieces_and_finds_the_bit_of_each_channel) {
    const SessionReading read{session({{"metadata", metadata},
                                       {"logic-1-1", std::string{"\0\0\1\0\1", 5}},
                                       {"logic-1-2", std::string{"\1\0\1", 3}}})};
    ASSERT_TRUE(read.end) << read.complaint();
    EXPECT_THAT(read.signals, ElementsAre("tx", "rx"));
    EXPECT_THAT(read.changes, ElementsAre("0 0 0", "0 1 0", "1000 0 1", "2000 1 1", "3000 0 0"));
    EXPECT_EQ(read.end->count(), 4'000);
}

TEST(SigrokReader, reads_sessions_with_one_file_of_samples) {
    const SessionReading read{session({{"metadata", metadata}, {"logic-1", std::string{"\1\0\0\0", 4}}})};
    EXPECT_THAT(read.changes, ElementsAre("0 0 1", "0 1 0", "1000 0 0"));
}

TEST(SigrokReader, says_what_is_wrong) {
    EXPECT_THAT(SessionReading{"PK\3\4 and nothing else"}.complaint(), HasSubstr("expected a ZIP archive of sigrok"));
    EXPECT_THAT(SessionReading{session({{"version", "2"}})}.complaint(), HasSubstr("a file 'metadata'"));
    EXPECT_THAT(SessionReading{session({{"metadata", metadata}})}.complaint(), HasSubstr("no readable 'logic-1-1'"));
    const auto complaint = [](const std::string& text) {
        return SessionReading{session({{"metadata", text}})}.complaint();
    };
    EXPECT_THAT(complaint("samplerate=1 MHz\n"), HasSubstr("no channels"));
    EXPECT_THAT(complaint("probe1=tx\n"), HasSubstr("no samplerate"));
    EXPECT_THAT(complaint("samplerate=fast\n"), HasSubstr("invalid samplerate 'fast' (expected such as '1 MHz')"));
    EXPECT_THAT(complaint("unitsize=0\n"), HasSubstr("invalid unitsize '0' (expected 1 … 1024)"));
    EXPECT_THAT(complaint("[device 1]\n[device 2]\n"), HasSubstr("several devices"));
}

TEST(SigrokReader, knows_its_files_by_their_first_bytes) {
    EXPECT_TRUE(is_sigrok_session("PK\3\4…"));
    EXPECT_FALSE(is_sigrok_session("PK"));
}

}  // namespace
}  // namespace otbench::sim
