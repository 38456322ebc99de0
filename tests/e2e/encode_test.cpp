// The verb encode, as a user runs it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

ProgramResult encode(const std::string& text) {
    const TemporaryFolder folder;
    write_file(folder / "description.yaml", text);
    auto run = otbench({"encode", folder / "description.yaml"});
    const std::string place = folder.path() + "/";
    for (auto at = run.err.find(place); at != std::string::npos; at = run.err.find(place))
        run.err.erase(at, place.size());
    return run;
}

TEST(Encode, builds_the_telegram_of_a_description) {
    const auto run = encode(R"(
address: 1
id: 14273160
manufacturer: ACW
version: 9
medium: 4
records:
  - {quantity: energy, step: 10 kWh, coding: int32, value: 9730 kWh}
)");
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.out, "68 15 15 68 08 01 72 60 31 27 14 77 04 09 04 00 00 00 00 04 07 cd 03 00 00 aa 16\n");
}

TEST(Encode, reports_all_mistakes_with_their_positions) {
    const auto run = encode("id: 1427316\nstatus: 256\nrecords:\n  - {quantity: energi, coding: int9, bla: 1}\n");
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_THAT(run.err, HasSubstr("description.yaml:1:5: invalid id '1427316' (expected eight digits)\n"));
    EXPECT_THAT(run.err,
                HasSubstr("description.yaml:2:9: invalid number '256' (expected a whole number from 0 to 255)"));
    EXPECT_THAT(run.err, HasSubstr("description.yaml:4:16: unknown quantity 'energi'\n"));
    EXPECT_THAT(run.err, HasSubstr("description.yaml:4:32: unknown coding 'int9'"));
    EXPECT_THAT(run.err, HasSubstr("description.yaml:4:38: unknown key 'bla'"));
}

TEST(Encode, a_value_that_does_not_fit_is_reported_at_its_record) {
    const auto run =
        encode("id: 00000001\nrecords:\n  - {quantity: energy, step: 1 Wh, coding: int8, value: 300 Wh}\n");
    EXPECT_EQ(run.err, "description.yaml:3:5: record 'energy': 300 Wh is out of range: int8 holds -127 Wh to 127 Wh\n");
}

TEST(Encode, ends_on_a_text_that_begins_with_what_begins_no_document) {
    for (const char* text : {",\n", "]", "id: 00000001\n---\n}: 1\n", ",--\naddress: 1\n"}) {
        const auto run = encode(text);
        EXPECT_EQ(run.exit_code, 2) << text;
        EXPECT_THAT(run.err, HasSubstr("description.yaml:")) << text;
    }
}

TEST(Encode, ends_on_a_file_without_end) {
    const auto run = otbench({"encode", "/dev/zero"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(run.err, "otbench encode: /dev/zero: is not a regular file (expected a description as a file)\n");
}

/// All telegrams of the recorded cases through `decode --format yaml`, and back through `encode`, in one go each.
TEST(Encode, builds_every_telegram_again_from_what_decode_shows) {
    const TemporaryFolder folder;
    std::ifstream cases{source_file("tests/data/decoder/cases.jsonl")};
    std::string good;
    for (std::string line; std::getline(cases, line);)
        if (const auto entry = nlohmann::json::parse(line); entry["rc"] == 0)
            good += entry["hex"].get<std::string>() + '\n';
    write_file(folder / "telegrams.txt", good);
    const auto shown = otbench({"decode", "--format", "yaml", folder / "telegrams.txt"});
    write_file(folder / "descriptions.yaml", shown.out);
    auto built = otbench({"encode", folder / "descriptions.yaml"});
    ASSERT_EQ(built.exit_code, 0) << built.err;
    built.out.erase(std::remove(built.out.begin(), built.out.end(), ' '), built.out.end());

    std::istringstream lines{built.out};
    std::size_t count = 0, from = 0;
    for (std::string line; std::getline(lines, line);
         ++count) {  // in order; decode has left out what only libmbus reads
        from = good.find(line + '\n', from);
        ASSERT_NE(from, std::string::npos) << line;
    }
    EXPECT_GT(count, 190u);
}

}  // namespace
}  // namespace otbench::tests
