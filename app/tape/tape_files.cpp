#include "app/tape/tape_files.hpp"

#include <sstream>

#include "app/codec/capture_input.hpp"
#include "app/print_error.hpp"
#include "base/input_file.hpp"
#include "base/output_file.hpp"

namespace otbench::app {

std::optional<meters::Tape> open_tape(const std::string& path, const char* verb, std::optional<double> baud) {
    auto text = read_whole_input(path, "a tape", most_capture_bytes);
    const auto complain = [&](const std::string& message) {
        print_error("{}: {}: {}\n", verb, path, message);
        return std::nullopt;
    };
    if (!text) return complain(text.error().message);
    if (is_capture(*text)) {
        auto capture = read_capture(*text, baud);
        return capture ? std::optional{*std::move(capture)} : complain(capture.error().message);
    }
    std::istringstream lines{*std::move(text)};
    auto tape = meters::read_tape(lines, path);
    if (tape) return *std::move(tape);
    print_error("{}: {}\n", verb, tape.error().message);
    return std::nullopt;
}

TapeWriter::TapeWriter(const std::string& path, const meters::TapeHead& head)
    : path_(path), file_(path == "-" ? stdout : std::fopen(path.c_str(), "w")) {
    if (!file_) throw_write_error(path_);
    put(meters::tape_line(head));
}

void TapeWriter::write(const bus::CapturedFrame& frame) {
    put(meters::tape_line(frame));
    ++frames_;
}

void TapeWriter::put(const std::string& line) {
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() || std::fflush(file_.get()) != 0)
        throw_write_error(path_);
}

}  // namespace otbench::app
