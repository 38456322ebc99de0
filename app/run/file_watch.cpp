#include "app/run/file_watch.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds pause{100};  ///< between two looks; some microseconds of CPU time for each file

bool is_read_by_scenarios(const fs::path& file) {
    const auto extension = file.extension();
    return extension == ".yaml" || extension == ".yml" || extension == ".csv" || extension == ".json";
}

/// The files in a folder that scenarios read, and below it with `deep`, except in `out`; what cannot be looked at is
/// left out.
std::vector<fs::path> files_in(const fs::path& folder, bool deep, const std::string& out) {
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator entry{folder, fs::directory_options::skip_permission_denied, error};
    for (; !error && entry != fs::recursive_directory_iterator{}; entry.increment(error)) {
        std::error_code unreadable;
        if (entry->is_directory(unreadable)) {
            const bool is_out = !out.empty() && fs::equivalent(entry->path(), out, unreadable);
            if (!deep || is_out) entry.disable_recursion_pending();
        } else if (is_read_by_scenarios(entry->path())) {
            files.push_back(entry->path());
        }
    }
    return files;
}

}  // namespace

FileWatch::FileWatch(std::vector<std::string> paths, std::string out) : paths_(std::move(paths)), out_(std::move(out)) {
    remember();
}

void FileWatch::add(const std::string& file) {
    others_.push_back(file);
    const auto now = stamps();
    if (const auto found = now.find(fs::path{file}.lexically_normal().string()); found != now.end())
        known_.insert(*found);
}

FileWatch::Stamps FileWatch::stamps() const {
    std::vector<fs::path> files{others_.begin(), others_.end()};
    for (const std::string& path : paths_) {
        std::error_code ignored;
        const bool is_folder = fs::is_directory(path, ignored);
        auto folder = is_folder ? fs::path{path} : fs::path{path}.parent_path();
        if (folder.empty()) folder = ".";
        for (auto& file : files_in(folder, is_folder, out_)) files.push_back(std::move(file));
        if (!is_folder) files.emplace_back(path);
    }
    Stamps found;
    for (const fs::path& file : files) {
        std::error_code no_time, no_size;
        const Stamp stamp{fs::last_write_time(file, no_time), fs::file_size(file, no_size)};
        if (!no_time && !no_size) found.insert_or_assign(file.lexically_normal().string(), stamp);
    }
    return found;
}

std::optional<std::string> FileWatch::wait(const std::atomic<bool>& interrupted) const {
    Stamps before = known_;
    while (!interrupted) {
        Stamps now = stamps();
        const bool at_rest = now == before;
        before = std::move(now);
        if (at_rest && before != known_) {
            const auto [changed, known] = std::mismatch(before.begin(), before.end(), known_.begin(), known_.end());
            return changed != before.end() && known_.count(changed->first) == 0 ? changed->first
                   : known != known_.end()                                      ? known->first
                                                                                : changed->first;
        }
        std::this_thread::sleep_for(pause);
    }
    return std::nullopt;
}

}  // namespace otbench::app
