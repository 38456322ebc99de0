#include "circuit/solver/voltage_curve.hpp"

#include <algorithm>

namespace otbench::circuit {
namespace {

constexpr double visible_v = 0.05;  // what a drawn curve shows of ringing and bends
constexpr std::size_t most_answers = 16;
constexpr double infinite = std::numeric_limits<double>::infinity();

}  // namespace

/// Corners: the last one stays as long as one straight line from it passes all values since.
void VoltageCurve::append(double time_s, double volts) {
    const Corner here{time_s, volts, volts_.size()};
    volts_.push_back(volts);
    if (corners_.empty()) {
        corners_.push_back(here);
        fan_.open(time_s, volts);
    } else {
        while (!fan_.admit(time_s, volts, visible_v)) {
            corners_.push_back(last_);
            fan_.open(last_.time_s, last_.volts);
        }
    }
    last_ = here;
}

void VoltageCurve::finish() {
    lowest_.resize(volts_.size());
    highest_.resize(volts_.size());
    double lowest = infinite, highest = -infinite;
    for (std::size_t i = volts_.size(); i-- > 0;) {
        lowest_[i] = lowest = std::min(lowest, volts_[i]);
        highest_[i] = highest = std::max(highest, volts_[i]);
    }
}

std::optional<Outlook> VoltageCurve::recalled(const CrossingQuery& query) const {
    for (const Answered& known : answered_) {
        if (known.query == query) return known.answer;
    }
    return std::nullopt;
}

void VoltageCurve::remember(const CrossingQuery& query, const Outlook& answer) {
    if (answered_.size() < most_answers) {
        answered_.push_back({query, answer});
        return;
    }
    answered_[oldest_answer_] = {query, answer};
    oldest_answer_ = (oldest_answer_ + 1) % most_answers;
}

}  // namespace otbench::circuit
