#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace otbench::app {

/// Files whose changes start a run again: the scenarios, and what lies beside them.
class FileWatch {
public:
    /// `paths`: scenario files and folders. Beside a file, and in and below a folder, the files that scenarios read are
    /// watched (YAML, CSV, JSON), except in `out`. What they are now is what later changes are compared with.
    FileWatch(std::vector<std::string> paths, std::string out);

    /// Watches this file as well, for example a program under test.
    void add(const std::string& file);
    /// Takes the files as they are now for unchanged.
    void remember() { known_ = stamps(); }
    /// Waits until a file has changed and all are at rest, and returns its path; nothing when `interrupted` is set
    /// before.
    [[nodiscard]] std::optional<std::string> wait(const std::atomic<bool>& interrupted) const;

private:
    struct Stamp {
        std::filesystem::file_time_type time;
        std::uintmax_t size = 0;
        bool operator==(const Stamp& other) const { return time == other.time && size == other.size; }
    };
    using Stamps = std::map<std::string, Stamp>;

    [[nodiscard]] Stamps stamps() const;

    std::vector<std::string> paths_, others_;
    std::string out_;
    Stamps known_;
};

}  // namespace otbench::app
