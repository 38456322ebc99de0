#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.hpp"

namespace otbench::runner {

/// The variables of a run: what its steps saved, as text.
using Variables = std::map<std::string, std::string>;

/// An expression of variables and numbers, in muParser's syntax: `after - before == 10`, `abs(t) < 0.5 && n >= 3`.
class Formula {
public:
    /// The error says what muParser does not understand.
    [[nodiscard]] static Checked<Formula> parse(std::string_view text);

    /// Its value; 0 and 1 for a comparison. A variable stands for the number at the beginning of its text: 9730 for
    /// "9730 kWh". The error names a variable that is not known or has no number.
    [[nodiscard]] Checked<double> evaluate(const Variables& variables) const;

    [[nodiscard]] const std::string& text() const { return text_; }
    /// The names of the variables in it, sorted.
    [[nodiscard]] const std::vector<std::string>& variables() const { return variables_; }
    /// "after = 9740 kWh, before = 9730 kWh".
    [[nodiscard]] std::string with_values(const Variables& variables) const;

private:
    std::string text_;
    std::vector<std::string> variables_;
};

/// A name that formulas can have: letters, digits and '_', no digit first, 64 at most.
[[nodiscard]] Checked<std::string> check_variable_name(std::string_view text);

}  // namespace otbench::runner
