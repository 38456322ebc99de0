#include "app/codec/line_reader.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace otbench::app {
namespace {

constexpr std::size_t piece = std::size_t{1} << 16;  // of one read

}  // namespace

LineReader::LineReader(int descriptor, std::function<void()> before_wait)
    : descriptor_(descriptor), before_wait_(std::move(before_wait)), buffer_(piece) {}

Checked<std::optional<std::string_view>> LineReader::next() {
    std::size_t searched = 0;
    while (true) {
        const std::string_view held{buffer_.data() + begin_, end_ - begin_};
        const std::size_t end = held.find('\n', searched);
        if (end != std::string_view::npos) {
            begin_ += end + 1;
            ++line_;
            return std::optional{held.substr(0, end)};
        }
        searched = held.size();
        if (searched > longest_line)
            return InputError{fmt::format("line {} is longer than {} bytes", line_ + 1, longest_line)};
        const auto more = fill();
        if (!more) return more.error();
        if (*more) continue;
        if (begin_ == end_) return std::optional<std::string_view>{};
        const std::string_view last{buffer_.data() + std::exchange(begin_, end_), searched};
        ++line_;
        return std::optional{last};
    }
}

/// Reads a piece behind what is held; false at the end.
Checked<bool> LineReader::fill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= std::exchange(begin_, 0);
    if (buffer_.size() - end_ < piece) buffer_.resize(end_ + piece);
    before_wait_();
    ssize_t count = -1;
    do {
        count = ::read(descriptor_, buffer_.data() + end_, piece);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return InputError{std::strerror(errno)};
    end_ += static_cast<std::size_t>(count);
    return count > 0;
}

}  // namespace otbench::app
