#include "sim/host/process/memory_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace otbench::sim {
namespace {

constexpr int beyond_those_of_a_child = 16;  // which finds what it is given at low numbers

}  // namespace

MemoryFile::MemoryFile(const std::string& label) {
    const int lowest = ::memfd_create(label.c_str(), MFD_CLOEXEC);
    descriptor_ = ::fcntl(lowest, F_DUPFD_CLOEXEC, beyond_those_of_a_child);
    if (descriptor_ < 0) throw std::system_error{errno, std::generic_category(), "memfd_create"};
    ::close(lowest);
}

MemoryFile::~MemoryFile() {
    ::close(descriptor_);
}

std::string MemoryFile::path() const {
    return fmt::format("/proc/{}/fd/{}", ::getpid(), descriptor_);
}

void MemoryFile::write(const std::string& text) const {
    if (::write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw std::system_error{errno, std::generic_category(), "writing to memory"};
}

std::string MemoryFile::content() const {
    std::string text;
    std::array<char, 4096> piece{};
    ssize_t count = 0;
    while ((count = ::pread(descriptor_, piece.data(), piece.size(), static_cast<off_t>(text.size()))) > 0)
        text.append(piece.data(), static_cast<std::size_t>(count));
    return text;
}

std::size_t MemoryFile::size() const {
    struct stat status {};
    return ::fstat(descriptor_, &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
}

void MemoryFile::clear() const {
    if (::ftruncate(descriptor_, 0) != 0) throw std::system_error{errno, std::generic_category(), "clearing memory"};
}

}  // namespace otbench::sim
