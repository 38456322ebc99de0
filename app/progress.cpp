#include "app/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <string>

namespace otbench::app {

ProgressBar::ProgressBar(std::uint64_t total)
    : total_(isatty(STDERR_FILENO) != 0 ? total : 0),
      next_(total_ == 0 ? std::numeric_limits<std::uint64_t>::max() : total_ / 100) {}

ProgressBar::~ProgressBar() {
    if (total_ != 0) fmt::print(stderr, "\r\x1b[K");
}

void ProgressBar::draw() {
    constexpr std::uint64_t width = 40;
    const std::uint64_t done = std::min(done_, total_);
    const std::string filled(done * width / total_, '#');
    fmt::print(stderr, "\r[{:<{}}] {:3} %", filled, width, done * 100 / total_);
    std::fflush(stderr);
    next_ = done_ + std::max<std::uint64_t>(total_ / 100, 1);
}

}  // namespace otbench::app
