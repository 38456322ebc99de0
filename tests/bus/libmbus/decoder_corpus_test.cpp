// Holds the renderers to recorded output of the two libmbus programs; tests/data/decoder/README.md describes the data.
#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/octets.hpp"
#include "bus/libmbus/libmbus_frame.hpp"
#include "bus/libmbus/render_xml.hpp"
#include "bus/reading/reading.hpp"

namespace otbench::bus {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::IsEmpty;

const fs::path corpus = fs::path{OTBENCH_SOURCE_DIR} / "tests/data/decoder";

/// What a program did: its exit status, standard output and standard error.
struct Outcome {
    int status = 0;
    std::string out;
    std::string err;
};

/// Strings of the corpus hold one octet in each character.
std::string octets_of(const json& text) {
    const auto utf8 = text.get<std::string>();
    std::string octets;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        if (lead < 0x80)
            octets += utf8[i];
        else
            octets += static_cast<char>((lead & 3) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3F));
    }
    return octets;
}

OctetBuffer from_hex(std::string hex) {
    hex.erase(std::remove_if(hex.begin(), hex.end(), [](unsigned char c) { return std::isspace(c); }), hex.end());
    OctetBuffer octets;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        octets.push_back(static_cast<std::uint8_t>(std::stoul(hex.substr(i, 2), nullptr, 16)));
    return octets;
}

std::vector<json> lines_of(const fs::path& path) {
    std::ifstream file{path};
    EXPECT_TRUE(file) << path;
    std::vector<json> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(json::parse(line));
    return lines;
}

AnswerFrame answer(const LibmbusFrame& frame) {
    return {frame.control, frame.ci, frame.data};
}

/// `mbus_parse_hex`: the strict check, then XML.
Outcome parse_hex(const OctetBuffer& octets, bool normalised) {
    const LibmbusVerdict verdict = check_libmbus_frame(octets);
    if (verdict.code() > 0) return {1, {}, "mbus_parse: need " + std::to_string(verdict.missing) + " more bytes"};
    if (verdict.code() < 0) return {1, {}, "mbus_parse: " + verdict.message()};
    TextBuffer xml;
    const auto done = render_xml(answer(verdict.frame), {Dialect::libmbus, normalised}, xml);
    if (done) return {0, std::string{xml.view()}, {}};
    if (done.error().code == CodecErrc::not_normalisable)
        return {1, {}, "Failed to generate XML representation of MBUS frame: "};
    return {1, dump(verdict.frame), "mbus_frame_data_parse: " + libmbus_message(done.error())};
}

/// `mbus_process_hex_dump`: reports the check, but goes on.
Outcome process_hex_dump(const OctetBuffer& octets) {
    const LibmbusVerdict verdict = check_libmbus_frame(octets);
    const std::string report = "mbus_parse says " + std::to_string(verdict.code()) + " bytes left\n";
    TextBuffer xml;
    const auto done = render_xml(answer(verdict.frame), {Dialect::fork, false}, xml);
    if (done) return {0, report + std::string{xml.view()}, {}};
    return {1, report, "M-bus data parse error: " + libmbus_message(done.error())};
}

/// Collects the names of cases that differ, so that one run shows them all.
class Differences {
public:
    void compare(const std::string& name, const std::string& expected, const std::string& found) {
        if (expected == found) return;
        names_.push_back(name);
        if (names_.size() == 1) first_ = "expected:\n" + expected + "\nfound:\n" + found;
    }
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    [[nodiscard]] const std::string& first() const { return first_; }

private:
    std::vector<std::string> names_;
    std::string first_;
};

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

void compare_plain(Differences& differences, const json& line) {
    const std::string id = line["id"];
    const Outcome outcome = parse_hex(from_hex(line["hex"]), false);
    const bool good = line["rc"] == 0;
    differences.compare(id + " status", std::to_string(line["rc"].get<int>()), std::to_string(outcome.status));
    differences.compare(id, octets_of(line[good ? "xml" : "error"]), good ? outcome.out : outcome.err);
    if (!good) differences.compare(id + " dump", trimmed(octets_of(line["stdout"])), trimmed(outcome.out));
}

void compare_normalised(Differences& differences, const json& line) {
    const json& expected = line["norm"];
    const Outcome outcome = parse_hex(from_hex(line["hex"]), true);
    const bool good = expected["rc"] == 0;
    differences.compare(line["id"], octets_of(expected[good ? "xml" : "error"]), good ? outcome.out : outcome.err);
}

void compare_fork(Differences& differences, const json& line) {
    if (line["hexdump"].is_null()) return;
    const json& expected = line["hexdump"];
    const std::string id = line["id"];
    const Outcome outcome = process_hex_dump(from_hex(line["hex"]));
    differences.compare(id, octets_of(expected["out"]), outcome.out);
    differences.compare(id + " status", std::to_string(expected["rc"].get<int>()), std::to_string(outcome.status));
    if (expected.contains("err")) differences.compare(id + " error", octets_of(expected["err"]), outcome.err);
}

using Compare = void (*)(Differences&, const json&);

void expect_identical(const fs::path& cases, Compare compare) {
    Differences differences;
    for (const json& line : lines_of(cases)) compare(differences, line);
    EXPECT_THAT(differences.names(), IsEmpty()) << differences.first();
}

TEST(DecoderCorpus, plain_xml_is_that_of_libmbus) {
    expect_identical(corpus / "cases.jsonl", compare_plain);
}
TEST(DecoderCorpus, normalised_xml_is_that_of_libmbus) {
    expect_identical(corpus / "cases.jsonl", compare_normalised);
}
TEST(DecoderCorpus, plain_xml_of_the_fork_is_that_of_its_program) {
    expect_identical(corpus / "cases.jsonl", compare_fork);
}

/// A chain of frames as one document, the first one received at `first` (0: not known), each further one a second
/// later.
Outcome parse_chain(const std::vector<OctetBuffer>& octets, std::int64_t first) {
    std::vector<AnswerFrame> chain;
    for (const OctetBuffer& frame : octets) {
        chain.push_back(answer(check_libmbus_frame(frame).frame));
        if (first != 0) chain.back().received = first + static_cast<std::int64_t>(chain.size()) - 1;
    }
    TextBuffer xml;
    const auto done = render_xml(chain, {}, xml);
    if (done) return {0, std::string{xml.view()}, {}};
    return {1, std::string{xml.view()}, libmbus_message(done.error())};
}

std::vector<OctetBuffer> frames_of(const json& line) {
    if (!line.contains("frames")) return {from_hex(line["hex"])};
    std::vector<OctetBuffer> frames;
    for (const json& hex : line["frames"]) frames.push_back(from_hex(hex));
    return frames;
}

TEST(DecoderCorpus, chains_become_the_document_of_libmbus) {
    Differences differences;
    for (const json& line : lines_of(corpus / "multi_telegram.jsonl")) {
        const Outcome outcome = parse_chain(frames_of(line), line["timestamp"]);
        const bool good = line["rc"] == 0;
        differences.compare(line["id"], octets_of(line[good ? "xml" : "error"]), good ? outcome.out : outcome.err);
    }
    EXPECT_THAT(differences.names(), IsEmpty()) << differences.first();
}

/// Complete or nothing, and with a reason.
void expect_sound(const Outcome& outcome, const std::string& name) {
    const std::string end = "</MBusData>\n";
    const bool complete = outcome.out.size() > end.size() && outcome.out.substr(outcome.out.size() - end.size()) == end;
    EXPECT_TRUE(outcome.status == 0 ? complete : !complete && !outcome.err.empty()) << name;
}

TEST(DecoderCorpus, inputs_that_break_libmbus_are_decoded_completely_or_refused) {
    for (const json& line : lines_of(corpus / "hazards.jsonl")) {
        for (const OctetBuffer& frame : frames_of(line)) {
            expect_sound(parse_hex(frame, false), line["name"]);
            expect_sound(parse_hex(frame, true), line["name"]);
            expect_sound(process_hex_dump(frame), line["name"]);
        }
    }
}

TEST(DecoderCorpus, output_that_libmbus_reaches_by_luck_is_the_same) {
    const std::set<std::string> classes = {"long_opaque_block", "read_past_user_data"};
    Differences differences;
    for (const json& line : lines_of(corpus / "hazards.jsonl")) {
        if (classes.count(line["class"]) == 0) continue;
        const json& observed = line["observed"];
        const Outcome outcome = parse_hex(from_hex(line["hex"]), false);
        const bool good = observed["rc"] == 0;
        differences.compare(line["name"], octets_of(observed[good ? "xml" : "error"]),
                            good ? outcome.out : outcome.err);
    }
    EXPECT_THAT(differences.names(), IsEmpty()) << differences.first();
}

TEST(DecoderCorpus, chains_of_other_than_variable_data_are_refused_without_output) {
    for (const json& line : lines_of(corpus / "hazards.jsonl")) {
        if (line["class"] != "chain_non_variable") continue;
        const Outcome outcome = parse_chain(frames_of(line), 0);
        EXPECT_EQ(outcome.err, "M-bus variable data parse error.");
        EXPECT_EQ(outcome.out, "");
    }
}

TEST(DecoderCorpus, readings_survive_every_input) {
    for (const json& line : lines_of(corpus / "cases.jsonl")) {
        const OctetBuffer octets = from_hex(line["hex"]);
        const LibmbusVerdict verdict = check_libmbus_frame(octets);
        if (verdict.code() != 0 || verdict.frame.ci != ci_variable_data) continue;
        const auto reading = Reading::decode(verdict.frame.data);
        if (!reading) continue;
        for (const NamedValue& value : reading->values) EXPECT_FALSE(value.name.empty() || value.selector().empty());
    }
}

#ifdef OTBENCH_SHARED_FRAMES  // frames of real meters, kept outside of the project because of their licence

std::string content_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

const fs::path frames = OTBENCH_SHARED_FRAMES;

void compare_with_file(Differences& differences, fs::path expected, const char* extension, const std::string& found) {
    expected.replace_extension(extension);
    if (fs::exists(expected)) differences.compare(expected.filename().string(), content_of(expected), found);
}

TEST(RealFrames, are_printed_as_libmbus_prints_them) {
    Differences differences;
    std::size_t count = 0;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{frames}) {
        if (entry.path().extension() != ".hex") continue;
        ++count;
        const OctetBuffer octets = from_hex(content_of(entry.path()));
        compare_with_file(differences, entry.path(), ".xml", parse_hex(octets, false).out);
        compare_with_file(differences, entry.path(), ".norm.xml", parse_hex(octets, true).out);
        compare_with_file(differences, entry.path(), ".hexdump", process_hex_dump(octets).out);
    }
    EXPECT_GT(count, 40u);
    EXPECT_THAT(differences.names(), IsEmpty()) << differences.first();
}

TEST(RealFrames, mutated_are_treated_as_libmbus_treats_them) {
    expect_identical(frames / "mutated.jsonl", compare_plain);
    expect_identical(frames / "mutated.jsonl", compare_normalised);
    expect_identical(frames / "mutated.jsonl", compare_fork);
}

#endif

}  // namespace
}  // namespace otbench::bus
