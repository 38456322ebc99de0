#pragma once

#include <cstdio>
#include <string>

#include "base/text_buffer.hpp"

namespace otbench::sim {

/// A file of a run's trace, written in large pieces while time runs. What cannot be written (a full disk) is thrown as
/// `throw_write_error` does.
class TraceFile {
public:
    TraceFile() = default;
    ~TraceFile();
    TraceFile(const TraceFile&) = delete;
    TraceFile& operator=(const TraceFile&) = delete;

    void open(const std::string& path);
    [[nodiscard]] bool is_open() const { return file_ != nullptr; }

    /// Text to append to; `written` says that a piece of it is complete.
    [[nodiscard]] TextBuffer& buffer() { return buffer_; }
    void written();

    /// Writes out what is buffered and closes the file. Nothing when it is not open.
    void close();

private:
    void flush();

    std::string path_;
    TextBuffer buffer_;
    std::FILE* file_ = nullptr;
};

}  // namespace otbench::sim
