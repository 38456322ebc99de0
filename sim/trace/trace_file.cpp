#include "sim/trace/trace_file.hpp"

#include <utility>

#include "base/output_file.hpp"

namespace otbench::sim {
namespace {

constexpr std::size_t flush_threshold = 1 << 16;

}  // namespace

TraceFile::~TraceFile() {
    if (file_) std::fclose(file_);
}

void TraceFile::open(const std::string& path) {
    path_ = path;
    file_ = std::fopen(path.c_str(), "wb");
    if (!file_) throw_write_error(path_);
    std::setvbuf(file_, nullptr, _IONBF, 0);  // there is a buffer already
}

void TraceFile::written() {
    if (buffer_.size() >= flush_threshold) flush();
}

void TraceFile::flush() {
    if (std::fwrite(buffer_.view().data(), 1, buffer_.size(), file_) != buffer_.size()) throw_write_error(path_);
    buffer_.clear();
}

void TraceFile::close() {
    if (!file_) return;
    flush();
    if (std::fclose(std::exchange(file_, nullptr)) != 0) throw_write_error(path_);
}

}  // namespace otbench::sim
