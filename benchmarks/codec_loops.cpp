#include "benchmarks/codec_loops.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "bus/libmbus/libmbus_hex.hpp"
#include "bus/message/answer.hpp"
#include "bus/reading/answer_reading.hpp"
#include "bus/reading/render_csv.hpp"
#include "bus/reading/render_influx.hpp"
#include "bus/reading/render_json.hpp"
#include "bus/reading/render_table.hpp"

namespace otbench::benchmarks {
namespace {

namespace fs = std::filesystem;
using namespace bus;

AnswerFrame answer_of(const Frame& frame) {
    return {frame.control, frame.ci, frame.data, 0, frame.address};
}

std::size_t link_parse(const Sample& sample, TextBuffer&) {
    const auto frame = parse_frame(sample.octets);
    return frame->data.size();
}

std::size_t lazy_parse(const Sample& sample, TextBuffer&) {
    const auto frame = parse_frame(sample.octets);
    const auto response = parse_answer(frame->control, frame->ci, frame->data);
    std::size_t sum = response->index();
    const auto* telegram = std::get_if<Telegram>(&*response);
    if (telegram == nullptr) return sum;
    RecordWalker walk = telegram->records();
    for (auto record = walk.next(); record && *record != nullptr; record = walk.next()) sum += (**record).data.size();
    return sum;
}

std::size_t values(const Sample& sample, TextBuffer&) {
    const AnswerFrame answer = answer_of(*parse_frame(sample.octets));
    return read_answers({&answer, 1})->reading.values.size();
}

template <bool normalised>
std::size_t xml(const Sample& sample, TextBuffer& out) {
    out.clear();
    (void)render_xml(answer_of(*parse_frame(sample.octets)), {Dialect::libmbus, normalised}, out);
    return out.size();
}

template <void render(const AnswerReading&, TextBuffer&)>
std::size_t shown(const Sample& sample, TextBuffer& out) {
    out.clear();
    const AnswerFrame answer = answer_of(*parse_frame(sample.octets));
    render(*read_answers({&answer, 1}), out);
    return out.size();
}

std::size_t encode(const Sample& sample, TextBuffer&) {
    return encode_answer(sample.description)->size();
}

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "%s; set OTBENCH_SHARED to the folder whose frames/*.hex are the telegrams to measure\n",
                 why.c_str());
    std::exit(2);
}

}  // namespace

std::vector<Sample> recorded_samples() {
    const char* const shared = std::getenv("OTBENCH_SHARED");
    if (shared == nullptr) give_up("OTBENCH_SHARED is not set");
    const fs::path folder = fs::path{shared} / "frames";
    std::vector<Sample> samples;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator{folder, missing}) {
        if (entry.path().extension() != ".hex") continue;
        std::ifstream file{entry.path()};
        OctetBuffer octets = libmbus_file_octets(std::string{std::istreambuf_iterator<char>{file}, {}});
        const auto frame = parse_frame(octets);
        if (!frame) continue;
        auto description = describe_answer(*frame, Dialect::libmbus);
        if (description && read_answers(std::vector{answer_of(*frame)}))
            samples.push_back({std::move(octets), std::move(*description)});
    }
    if (samples.empty()) give_up("no telegrams in " + folder.string());
    return samples;
}

const std::vector<CodecLoop>& codec_loops() {
    static const std::vector<CodecLoop> loops = {
        {"link_parse", link_parse}, {"lazy_parse", lazy_parse},     {"values", values},
        {"xml", xml<false>},        {"xml_normalised", xml<true>},  {"json", shown<render_json>},
        {"csv", shown<render_csv>}, {"table", shown<render_table>}, {"influx", shown<render_influx>},
        {"encode", encode}};
    return loops;
}

}  // namespace otbench::benchmarks
