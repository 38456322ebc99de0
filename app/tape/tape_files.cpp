#include "app/tape/tape_files.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>

namespace otbench::app {

std::optional<meters::Tape> open_tape(const std::string& path, const char* verb) {
    std::ifstream file;
    if (path != "-") file.open(path);
    if (path != "-" && !file) {
        fmt::print(stderr, "{}: cannot read '{}'\n", verb, path);
        return std::nullopt;
    }
    auto tape = meters::read_tape(path == "-" ? std::cin : file, path);
    if (tape) return *std::move(tape);
    fmt::print(stderr, "{}: {}\n", verb, tape.error().message);
    return std::nullopt;
}

TapeWriter::TapeWriter(const std::string& path, const meters::TapeHead& head)
    : path_(path), file_(path == "-" ? stdout : std::fopen(path.c_str(), "w")) {
    if (!file_) throw std::system_error{errno, std::generic_category(), path_};
    put(meters::tape_line(head));
}

void TapeWriter::write(const bus::CapturedFrame& frame) {
    put(meters::tape_line(frame));
    ++frames_;
}

void TapeWriter::put(const std::string& line) {
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() || std::fflush(file_.get()) != 0)
        throw std::system_error{errno, std::generic_category(), path_};
}

}  // namespace otbench::app
