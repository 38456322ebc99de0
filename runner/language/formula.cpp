#include "runner/language/formula.hpp"

#include <fmt/core.h>
#include <muParser.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace otbench::runner {
namespace {

constexpr std::size_t longest = 1000;

/// The number at the beginning of a text.
Checked<double> number_in(const std::string& name, std::string_view text) {
    const auto written = text.substr(0, text.find(' '));
    const auto number = parse_number(written);
    if (number) return *number;
    return InputError{fmt::format("{} is '{}' (expected a number)", name, text)};
}

/// Whether there is a '=' that compares nothing: the library would change a variable.
bool has_assignment(std::string_view text) {
    constexpr std::string_view comparing = "=!<>";
    for (auto at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
        const bool after = at > 0 && comparing.find(text[at - 1]) != std::string_view::npos;
        const bool before = at + 1 < text.size() && text[at + 1] == '=';
        if (!after && !before) return true;
    }
    return false;
}

InputError not_understood(std::string_view text, const mu::Parser::exception_type& error) {
    std::string why = error.GetMsg();
    while (!why.empty() && (why.back() == '.' || why.back() == '\n')) why.pop_back();
    return InputError{fmt::format("invalid expression '{}': {}", text, why)};
}

}  // namespace

Checked<Formula> Formula::parse(std::string_view text) {
    if (text.size() > longest) return InputError{fmt::format("an expression has at most {} characters", longest)};
    if (has_assignment(text)) return InputError{fmt::format("invalid expression '{}': assignment (expected ==)", text)};
    Formula formula;
    formula.text_ = text;
    try {
        mu::Parser parser;
        parser.SetExpr(formula.text_);
        for (const auto& [name, unused] : parser.GetUsedVar()) formula.variables_.push_back(name);
        // The parser finds some mistakes only when it has all variables.
        double any = 1.0;
        for (const std::string& name : formula.variables_) parser.DefineVar(name, &any);
        static_cast<void>(parser.Eval());
        if (parser.GetNumResults() != 1)
            return InputError{fmt::format("invalid expression '{}' (expected one value)", text)};
    } catch (const mu::Parser::exception_type& error) {
        return not_understood(text, error);
    }
    return formula;
}

Checked<double> Formula::evaluate(const Variables& variables) const {
    try {
        mu::Parser parser;
        parser.SetExpr(text_);
        std::deque<double> values;
        for (const std::string& name : variables_) {
            const auto found = variables.find(name);
            if (found == variables.end()) return InputError{fmt::format("unknown variable '{}'", name)};
            const auto number = number_in(name, found->second);
            if (!number) return number.error();
            parser.DefineVar(name, &values.emplace_back(*number));
        }
        const double value = parser.Eval();
        if (!std::isfinite(value)) return InputError{fmt::format("'{}' has no finite value", text_)};
        return value;
    } catch (const mu::Parser::exception_type& error) {
        return not_understood(text_, error);
    }
}

std::string Formula::with_values(const Variables& variables) const {
    std::string text;
    for (const std::string& name : variables_)
        if (const auto found = variables.find(name); found != variables.end())
            text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, found->second);
    return text;
}

Checked<std::string> check_variable_name(std::string_view text) {
    constexpr std::size_t longest_name = 64;
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
    if (text.empty() || text.size() > longest_name || !is_letter(text.front()) ||
        !std::all_of(text.begin(), text.end(), fits) || text == "chip_id")
        return InputError{
            fmt::format("invalid variable name '{}' (expected letters, digits and '_', no digit first, at most {})",
                        text, longest_name)};
    return std::string{text};
}

}  // namespace otbench::runner
