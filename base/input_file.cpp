#include "base/input_file.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <memory>

namespace otbench {
namespace {

InputError too_many(std::uintmax_t size, const char* more, std::string_view what, std::size_t most) {
    return InputError{fmt::format("{}{} bytes are too many for {} (expected at most {})", size, more, what, most)};
}

/// Whether a path names a descriptor of this process, as a shell's `<(command)` does: a pipe that ends.
bool is_own_descriptor(const std::string& path) {
    return path.rfind("/dev/fd/", 0) == 0 || path.rfind("/proc/self/fd/", 0) == 0;
}

/// `expected`: its size, as far as it is known.
Checked<std::string> rest_of(std::FILE& file, std::string_view what, std::size_t most, std::uintmax_t expected = 0) {
    std::string text;
    text.reserve(expected);
    char piece[65536];
    while (const std::size_t got = std::fread(piece, 1, sizeof piece, &file)) {
        text.append(piece, got);
        if (text.size() > most) return too_many(most, " or more", what, most);
    }
    if (std::ferror(&file) != 0) return InputError{"cannot be read"};
    return text;
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

Checked<std::string> read_whole_file(const std::string& path, std::string_view what, std::size_t most) {
    namespace fs = std::filesystem;
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status)) return InputError{"no such file"};
    if (fs::is_directory(status)) return InputError{fmt::format("is a directory (expected {} as a file)", what)};
    if (!fs::is_regular_file(status) && !(fs::is_fifo(status) && is_own_descriptor(path)))
        return InputError{fmt::format("is not a regular file (expected {} as a file)", what)};
    const auto file_size = fs::file_size(path, error);
    const auto size = error ? 0 : file_size;
    if (size > most) return too_many(size, "", what, most);
    const std::unique_ptr<std::FILE, CloseFile> file{std::fopen(path.c_str(), "rb")};
    if (!file) return InputError{"cannot be read"};
    return rest_of(*file, what, most, size);
}

Checked<std::string> read_whole_input(const std::string& path, std::string_view what, std::size_t most) {
    return path == "-" ? rest_of(*stdin, what, most) : read_whole_file(path, what, most);
}

}  // namespace otbench
