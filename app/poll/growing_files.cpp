#include "app/poll/growing_files.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "base/numbers.hpp"
#include "base/output_file.hpp"

namespace otbench::app {
namespace {

constexpr std::string_view journal_end = "end\n";  ///< a journal without it was not completely written

/// Text that belongs at an offset of a file.
struct Addition {
    std::string path;
    std::size_t at;
    std::string text;
};

std::string journal_entry(const Addition& addition) {
    return fmt::format("{} {} {}\n{}\n{}\n", addition.path.size(), addition.at, addition.text.size(), addition.path,
                       addition.text);
}

/// Takes `size` bytes and a line end off `rest`.
std::optional<std::string_view> take_piece(std::string_view& rest, std::size_t size) {
    if (size >= rest.size() || rest[size] != '\n') return std::nullopt;
    const auto piece = rest.substr(0, size);
    rest.remove_prefix(size + 1);
    return piece;
}

/// The additions of a journal; none when it was not completely written.
std::vector<Addition> read_journal(std::string_view rest) {
    std::vector<Addition> all;
    while (rest != journal_end) {
        std::array<std::optional<std::size_t>, 3> numbers;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const auto size = rest.find(i + 1 < numbers.size() ? ' ' : '\n');
            if (size == std::string_view::npos) return {};
            numbers[i] = parse_integer<std::size_t>(rest.substr(0, size));
            if (!numbers[i]) return {};
            rest.remove_prefix(size + 1);
        }
        const auto path = take_piece(rest, *numbers[0]);
        const auto text = path ? take_piece(rest, *numbers[2]) : std::nullopt;
        if (!text) return {};
        all.push_back({std::string{*path}, *numbers[1], std::string{*text}});
    }
    return all;
}

std::string contents(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

int open_to_append(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0) throw_write_error(path);
    return descriptor;
}

/// The text is on the disk when this returns.
void append(int descriptor, const std::string& path, std::string_view text) {
    if (::write(descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(descriptor) != 0)
        throw_write_error(path);
}

/// Appends what a file lacks of an addition: all, when another program has shortened or changed it since.
void complete(const Addition& addition) {
    const auto file = contents(addition.path);
    std::string_view missing = addition.text;
    if (file.size() >= addition.at) {
        const auto there = std::string_view{file}.substr(addition.at);
        const auto common = std::min(there.size(), missing.size());
        if (there.substr(0, common) == missing.substr(0, common)) missing.remove_prefix(common);
    }
    if (missing.empty()) return;
    const int descriptor = open_to_append(addition.path);
    append(descriptor, addition.path, missing);
    ::close(descriptor);
}

}  // namespace

GrowingFiles::GrowingFiles(std::string journal) : journal_(std::move(journal)) {
    if (journal_.empty()) return;
    for (const auto& addition : read_journal(contents(journal_))) complete(addition);
    std::filesystem::remove(journal_);
}

GrowingFiles::~GrowingFiles() {
    for (const auto& file : files_) ::close(file.descriptor);
}

std::size_t GrowingFiles::add(std::string path) {
    const int descriptor = open_to_append(path);
    files_.push_back({std::move(path), descriptor, {}});
    return files_.size() - 1;
}

void GrowingFiles::commit() {
    std::string entries;
    for (const auto& file : files_)
        if (!file.staged.empty())
            entries += journal_entry({file.path, std::filesystem::file_size(file.path), file.staged});
    if (entries.empty()) return;
    const int journal = open_to_append(journal_);
    append(journal, journal_, entries + std::string{journal_end});
    ::close(journal);
    for (auto& file : files_) {
        if (!file.staged.empty()) append(file.descriptor, file.path, file.staged);
        file.staged.clear();
    }
    std::filesystem::remove(journal_);
}

bool GrowingFiles::empty(std::size_t file) const {
    return std::filesystem::file_size(files_[file].path) == 0;
}

void GrowingFiles::clear(std::size_t file) {
    if (::ftruncate(files_[file].descriptor, 0) != 0) throw_write_error(files_[file].path);
}

}  // namespace otbench::app
