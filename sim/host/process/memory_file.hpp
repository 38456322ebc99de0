#pragma once

#include <cstddef>
#include <string>

namespace otbench::sim {

/// A file without a place on disk, which goes with the last process that has it open. Throws `std::system_error` when
/// the machine has no more means.
class MemoryFile {
public:
    /// `label` is for people who look at the processes of a machine.
    explicit MemoryFile(const std::string& label);
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }
    /// Where other processes of the same user open it while this object lives.
    [[nodiscard]] std::string path() const;

    void write(const std::string& text) const;
    [[nodiscard]] std::string content() const;
    [[nodiscard]] std::size_t size() const;
    /// Forgets what it holds; those who append to it go on.
    void clear() const;

private:
    int descriptor_ = -1;
};

}  // namespace otbench::sim
