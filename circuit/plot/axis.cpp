#include "circuit/plot/axis.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace otbench::circuit {

Scale fitting_scale(const std::vector<double>& values) {
    constexpr double least_factor = 50;
    std::vector<double> finite;
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](double v) { return std::isfinite(v); });
    if (finite.size() < 3) return Scale::linear;
    std::sort(finite.begin(), finite.end());
    const double low = finite.front(), high = finite.back(), median = finite[finite.size() / 2];
    if (low <= 0 || high < least_factor * low) return Scale::linear;
    const bool by_factors =
        std::abs(std::log(median / std::sqrt(low * high))) < std::abs(std::log(2 * median / (low + high)));
    return by_factors ? Scale::logarithmic : Scale::linear;
}

bool is_yes_or_no(const std::vector<double>& values) {
    const auto other = [](double v) { return std::isfinite(v) && v != 0.0 && v != 1.0; };
    const auto finite = [](double v) { return std::isfinite(v); };
    return std::any_of(values.begin(), values.end(), finite) && std::none_of(values.begin(), values.end(), other);
}

void Range::include(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
}

Range Range::widened(Scale scale) const {
    constexpr double room = 0.05;
    if (scale == Scale::logarithmic) {
        const double factor = std::pow(high / low, room);
        return {low / factor, high * factor};
    }
    return {low - room * (high - low), high + room * (high - low)};
}

Axis::Axis(Range range, Scale scale, double first_px, double last_px)
    : scale_{scale}, low_{position(range.low)}, high_{position(range.high)}, first_px_{first_px} {
    if (!(low_ < high_)) {
        const double room = low_ == 0.0 ? 1.0 : 0.05 * std::abs(low_);
        low_ -= room;
        high_ += room;
    }
    px_per_unit_ = (last_px - first_px) / (high_ - low_);
}

double Axis::position(double value) const {
    return scale_ == Scale::logarithmic ? std::log10(value) : value;
}

/// One, two or five times a power of ten.
double Axis::tick_distance(int about) const {
    const double rough = (high_ - low_) / about;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= rough) return factor * power;
    return 10 * power;
}

std::vector<double> Axis::decades() const {
    constexpr double few = 3;
    const std::vector<double> factors = high_ - low_ <= few ? std::vector{1.0, 2.0, 5.0} : std::vector{1.0};
    std::vector<double> all;
    for (double decade = std::floor(low_); decade <= high_; ++decade)
        for (const double factor : factors) {
            const double at = decade + std::log10(factor);
            if (at >= low_ - 1e-9 && at <= high_ + 1e-9) all.push_back(factor * std::pow(10.0, decade));
        }
    return all;
}

std::vector<double> Axis::ticks(int about) const {
    if (scale_ == Scale::logarithmic) return decades();
    const double size = tick_distance(about);
    std::vector<double> all;
    for (double k = std::ceil(low_ / size - 1e-9); k * size <= high_ + 1e-9 * size; ++k) all.push_back(k * size);
    return all;
}

std::string Axis::label(double value, int about) const {
    if (scale_ == Scale::logarithmic) return fmt::format("{:g}", value);
    const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(tick_distance(about)) - 1e-9)), 0, 9);
    return fmt::format("{:.{}f}", value == 0.0 ? 0.0 : value, digits);
}

}  // namespace otbench::circuit
