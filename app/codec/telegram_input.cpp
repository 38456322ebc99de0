#include "app/codec/telegram_input.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <system_error>

#include "app/progress.hpp"

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

void read_stream(std::istream& stream, std::uint64_t size, TelegramInput& to) {
    ProgressBar progress{size};
    bus::FrameTextReader reader{to};
    for (std::string line; std::getline(stream, line);) {
        reader.take(line);
        progress.advance(line.size() + 1);
    }
    reader.finish();
}

bool read_file(const std::string& path, const std::string& verb, TelegramInput& to) {
    std::ifstream file{path, std::ios::binary};
    std::error_code unknown;
    const auto size = fs::file_size(path, unknown);
    to.begin(path);
    if (file) read_stream(file, unknown ? 0 : size, to);
    if (file.is_open() && file.eof()) return true;
    fmt::print(stderr, "{}: cannot read '{}'\n", verb, path);
    return false;
}

/// Whether an argument holds a telegram itself rather than the name of a file.
bool is_text(const std::string& input) {
    const bool hex = input.find_first_not_of("0123456789abcdefABCDEF \t\r\n") == std::string::npos;
    const bool written = hex || input.find("ok:") != std::string::npos || input.find("RECV (") != std::string::npos;
    std::error_code ignored;
    return written && !fs::exists(input, ignored);
}

/// Reads the arguments from `first` on that are text, as lines: a telegram may be spread over several. The index of the
/// first one that is not.
std::size_t read_text(const std::vector<std::string>& inputs, std::size_t first, TelegramInput& to) {
    bus::FrameTextReader reader{to};
    to.begin("argument");
    std::size_t next = first;
    for (; next < inputs.size() && is_text(inputs[next]); ++next) {
        std::istringstream lines{inputs[next]};
        for (std::string line; std::getline(lines, line);) reader.take(line);
    }
    reader.finish();
    return next;
}

}  // namespace

bool read_telegrams(const std::vector<std::string>& inputs, const std::string& verb, TelegramInput& to) {
    bool readable = true;
    for (std::size_t next = 0; next < inputs.size();) {
        if (is_text(inputs[next])) {
            next = read_text(inputs, next, to);
        } else if (inputs[next] == "-") {
            to.begin("standard input");
            read_stream(std::cin, 0, to);
            ++next;
        } else {
            readable = read_file(inputs[next++], verb, to) && readable;
        }
    }
    return readable;
}

}  // namespace otbench::app
