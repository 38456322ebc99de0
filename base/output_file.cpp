#include "base/output_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace otbench {
namespace {

/// False when not everything could be written, with the reason in errno.
bool write_to(const std::string& path, const std::string& text) {
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    if (!file) return false;
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
    const int reason = errno;
    if (std::fclose(file) != 0) return false;
    if (!written) errno = reason;
    return written;
}

}  // namespace

void throw_write_error(const std::string& path) {
    throw std::system_error{errno, std::generic_category(), "cannot write to " + path};
}

void make_output_folder(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error && !fs::is_directory(folder)) error = std::make_error_code(std::errc::not_a_directory);
    if (!error && ::access(folder.c_str(), W_OK | X_OK) != 0) error = {errno, std::generic_category()};
    if (error) throw std::system_error{error, "cannot write to " + folder};
}

void write_whole_file(const std::string& path, const std::string& text) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    const bool special = fs::exists(path, ignored) && !fs::is_regular_file(path, ignored);
    const std::string neighbour = special ? path : path + ".part";
    if (write_to(neighbour, text) && (special || std::rename(neighbour.c_str(), path.c_str()) == 0)) return;
    const int reason = errno;
    if (!special) std::remove(neighbour.c_str());
    errno = reason;
    throw_write_error(path);
}

}  // namespace otbench
