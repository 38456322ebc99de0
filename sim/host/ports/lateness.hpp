#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace otbench::sim {

/// How much later than due things happened on the wall clock.
class Lateness {
public:
    void add(Nanoseconds late);

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] Nanoseconds last() const { return last_; }
    [[nodiscard]] Nanoseconds most() const { return most_; }
    /// Of the last few thousand: `share` 0.5 is the median.
    [[nodiscard]] Nanoseconds quantile(double share) const;
    /// "median 0.12 ms, 99 % 0.40 ms, most 1.31 ms"; empty when nothing happened.
    [[nodiscard]] std::string text() const;

private:
    std::size_t count_ = 0;
    Nanoseconds last_{}, most_{};
    std::vector<Nanoseconds> recent_;
};

}  // namespace otbench::sim
