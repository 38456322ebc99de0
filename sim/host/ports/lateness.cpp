#include "sim/host/ports/lateness.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace otbench::sim {
namespace {

constexpr std::size_t remembered = 4096;

double milliseconds(Nanoseconds t) {
    return std::chrono::duration<double, std::milli>(t).count();
}

}  // namespace

void Lateness::add(Nanoseconds late) {
    last_ = late;
    most_ = std::max(most_, late);
    if (recent_.size() < remembered)
        recent_.push_back(late);
    else
        recent_[count_ % remembered] = late;
    ++count_;
}

Nanoseconds Lateness::quantile(double share) const {
    if (recent_.empty()) return {};
    auto sorted = recent_;
    std::sort(sorted.begin(), sorted.end());
    return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

std::string Lateness::text() const {
    if (count_ == 0) return {};
    return fmt::format("median {:.2f} ms, 99 % {:.2f} ms, most {:.2f} ms", milliseconds(quantile(0.5)),
                       milliseconds(quantile(0.99)), milliseconds(most_));
}

}  // namespace otbench::sim
