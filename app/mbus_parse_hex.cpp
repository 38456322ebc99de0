// Stands in for libmbus's program of this name: options, output, messages and exit codes (spec: decoder XML, 12.1).
#include <fmt/core.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include "app/standard_streams.hpp"
#include "bus/libmbus/libmbus_frame.hpp"
#include "bus/libmbus/libmbus_hex.hpp"
#include "bus/libmbus/render_xml.hpp"
#include "bus/message/telegram.hpp"

namespace {

using namespace otbench;
using namespace otbench::bus;

constexpr int failure = 1;

void print(std::string_view octets) {
    std::fwrite(octets.data(), 1, octets.size(), stdout);
}

int refuse(const LibmbusVerdict& verdict) {
    if (verdict.code() > 0)
        fmt::print(stderr, "mbus_parse: need {} more bytes\n", verdict.missing);
    else
        fmt::print(stderr, "mbus_parse: {}\n", verdict.message());
    return failure;
}

/// libmbus notes on standard error which records it leaves empty; the words here are this program's own.
void note_records_left_empty(const LibmbusFrame& frame) {
    for (const std::size_t record : records_without_normal_form(frame.data))
        fmt::print(stderr, "mbus_parse_hex: record {} has no normalised form\n", record);
}

int decode(const OctetBuffer& octets, bool normalised) {
    const LibmbusVerdict verdict = check_libmbus_frame(octets);
    if (verdict.code() != 0) return refuse(verdict);
    const LibmbusFrame& frame = verdict.frame;
    TextBuffer xml;
    const auto done = render_xml({frame.control, frame.ci, frame.data}, {Dialect::libmbus, normalised}, xml);
    if (done) {
        print(xml.view());
        if (normalised && frame.ci == ci_variable_data) note_records_left_empty(frame);
        return 0;
    }
    if (done.error().code == CodecErrc::not_normalisable) {
        fmt::print(stderr, "Failed to generate XML representation of MBUS frame: \n");
    } else {
        fmt::print("{}\n", dump(frame));
        fmt::print(stderr, "mbus_frame_data_parse: {}\n", libmbus_message(done.error()));
    }
    return failure;
}

}  // namespace

int main(int argc, char* argv[]) {
    app::open_standard_streams();
    const bool normalised = argc == 3 && std::string_view{argv[1]} == "-n";
    if (argc != 2 && !normalised) {
        fmt::print(stderr, "usage: {0} [-n] hex-file\n    optional flag -n for normalized values\n", argv[0]);
        return failure;
    }
    const char* const path = argv[argc - 1];
    std::ifstream file{path, std::ios::binary};
    std::string text(libmbus_max_file, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad()) {
        fmt::print(stderr, "{}: failed to open '{}'\n", argv[0], path);
        return failure;
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    return decode(libmbus_file_octets(text), normalised);
}
