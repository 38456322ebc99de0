#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "circuit/study/study_parameters.hpp"

namespace otbench::circuit {

/// A parameter and the values it goes through.
struct Variation {
    std::string name;
    std::vector<double> values;
};
/// `meters=1..6`, `length=0..1000:50`, `length=80m,1.2km`, `r5=75,82,x1.05,open`: plain numbers are in the parameter's
/// unit and may end in k, M, u, n or p; others carry a unit; values of the circuit may be a factor of the nominal
/// value, `nominal` and, of resistors, `open` or `short`. A unit at the end of a range is that of both ends. Without a
/// step, whole numbers of meters, else twenty steps. Throws std::invalid_argument with what is wrong.
Variation parse_variation(const std::string& text, const Circuit& circuit);
/// `supply=34`, `length=80m`, `r5=x1.05`: a single value.
void apply_setting(StudyPoint& point, const std::string& text, const Circuit& circuit);

/// Between which values a parameter is drawn.
struct Spread {
    std::string name;
    double low, high;
};
/// `5%` (all resistors), `r5=1%`, `supply=2%`, `temperature=-20..70 C`; percentages are of the value in `point`. Throws
/// std::invalid_argument.
std::vector<Spread> parse_spread(const std::string& text, const StudyPoint& point, const Circuit& circuit);

/// How values lie within their spread: all alike, or by a normal distribution of which the spread is three standard
/// deviations each way, cut off there.
enum class Distribution { uniform, normal };
/// `count` draws of each spread, in their order. The same seed gives the same draws on every machine, and more of them
/// begin with the same.
std::vector<std::vector<double>> draw_samples(const std::vector<Spread>& spreads, Distribution distribution,
                                              std::uint64_t seed, std::size_t count);

/// What a sample must meet: `reads`, `max-meters>=4`, `swing>12`.
struct Requirement {
    const AssessedQuantity* quantity;
    bool at_least;  ///< or at most
    double limit;
    std::string text;
    /// Never reached is not met.
    [[nodiscard]] bool met(const std::optional<double>& value) const {
        return value && (at_least ? *value >= limit : *value <= limit);
    }
};
/// Throws std::invalid_argument.
Requirement parse_requirement(const std::string& text);

/// A share with its confidence interval of 95 % (Wilson).
struct Yield {
    double share, low, high;
};
Yield yield_of(std::size_t good, std::size_t all);

}  // namespace otbench::circuit
