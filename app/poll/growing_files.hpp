#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace otbench::app {

/// Files that grow together: what `commit` appends gets into all of them, or into none, whenever this process or the
/// machine stops. A journal keeps it until it is in all of them. Errors of files throw as `throw_write_error` does.
class GrowingFiles {
public:
    /// Appends what a process that stopped had not yet appended everywhere, as `journal` tells. An empty name stands
    /// for no files.
    explicit GrowingFiles(std::string journal);
    ~GrowingFiles();
    GrowingFiles(const GrowingFiles&) = delete;
    GrowingFiles& operator=(const GrowingFiles&) = delete;

    /// Opens a file or creates it; its number for the other calls.
    std::size_t add(std::string path);
    /// What the next `commit` appends to a file.
    void stage(std::size_t file, std::string_view text) { files_[file].staged += text; }
    /// Appends everything that is staged. It is on the disk when this returns.
    void commit();

    [[nodiscard]] bool empty(std::size_t file) const;
    [[nodiscard]] const std::string& path(std::size_t file) const { return files_[file].path; }
    void clear(std::size_t file);

private:
    struct File {
        std::string path;
        int descriptor;
        std::string staged;
    };
    std::string journal_;
    std::vector<File> files_;
};

}  // namespace otbench::app
