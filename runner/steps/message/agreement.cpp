#include "runner/steps/message/agreement.hpp"

namespace otbench::runner {

Checked<bool> agrees(const std::string& text, const std::optional<bus::Measure>& measured, const std::string& expected,
                     const std::optional<std::string>& tolerance) {
    const auto wanted = bus::parse_measure(expected);
    if (!measured || !wanted) return text == expected;
    double width = 0.0;
    if (tolerance) {
        const auto parsed = bus::parse_tolerance(*tolerance, *wanted);
        if (!parsed) return parsed.error();
        width = *parsed;
    }
    return bus::agree(*measured, *wanted, width);
}

}  // namespace otbench::runner
