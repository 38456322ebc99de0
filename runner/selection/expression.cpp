#include "runner/selection/expression.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "runner/language/scenario.hpp"

namespace otbench::runner {
namespace {

constexpr std::size_t longest = 1000;

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

struct Token {
    std::string text;
    bool quoted = false;

    [[nodiscard]] bool is(std::string_view symbol) const { return !quoted && text == symbol; }
};

Checked<std::vector<Token>> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == ' ' || c == '\t') {
            ++at;
        } else if (c == '(' || c == ')') {
            tokens.push_back({std::string{c}});
            ++at;
        } else if (c == '"' || c == '\'') {
            const auto end = text.find(c, at + 1);
            if (end == std::string_view::npos) return InputError{fmt::format("a quote without its end in '{}'", text)};
            tokens.push_back({std::string{text.substr(at + 1, end - at - 1)}, true});
            at = end + 1;
        } else {
            const auto end = std::min(text.find_first_of(" \t()", at), text.size());
            tokens.push_back({std::string{text.substr(at, end - at)}});
            at = end;
        }
    }
    return tokens;
}

/// A parser by recursive descent: `or` binds least, `not` most.
class Parser {
public:
    Parser(std::string_view text, std::vector<Token> tokens) : text_{text}, tokens_{std::move(tokens)} {}

    Checked<CasePredicate> parse() {
        auto whole = alternatives();
        if (whole && at_ < tokens_.size()) return unexpected("'and', 'or' or the end");
        return whole;
    }

private:
    bool accept(std::string_view symbol) {
        if (at_ >= tokens_.size() || !tokens_[at_].is(symbol)) return false;
        ++at_;
        return true;
    }
    [[nodiscard]] InputError unexpected(std::string_view expected) const {
        return InputError{fmt::format(
            "invalid expression '{}': {} (expected {})", text_,
            at_ < tokens_.size() ? fmt::format("unexpected '{}'", tokens_[at_].text) : "it ends too early", expected)};
    }

    Checked<CasePredicate> alternatives() {
        auto left = conjunction();
        while (left && accept("or")) {
            const auto right = conjunction();
            if (!right) return right;
            left = [a = *left, b = *right](const Scenario& scenario) { return a(scenario) || b(scenario); };
        }
        return left;
    }

    Checked<CasePredicate> conjunction() {
        auto left = term();
        while (left && accept("and")) {
            const auto right = term();
            if (!right) return right;
            left = [a = *left, b = *right](const Scenario& scenario) { return a(scenario) && b(scenario); };
        }
        return left;
    }

    Checked<CasePredicate> term() {
        if (accept("not")) {
            const auto inner = term();
            if (!inner) return inner;
            return [a = *inner](const Scenario& scenario) { return !a(scenario); };
        }
        if (accept("(")) {
            auto inner = alternatives();
            if (inner && !accept(")")) return unexpected("')'");
            return inner;
        }
        constexpr std::string_view reserved[] = {")", "and", "or"};
        const bool is_word =
            at_ < tokens_.size() && std::none_of(std::begin(reserved), std::end(reserved),
                                                 [&](std::string_view symbol) { return tokens_[at_].is(symbol); });
        if (!is_word) return unexpected("a word");
        const std::string& word = tokens_[at_++].text;
        return [word, sought = lower(word)](const Scenario& scenario) {
            return lower(scenario.path).find(sought) != std::string::npos ||
                   lower(scenario.name).find(sought) != std::string::npos ||
                   std::find(scenario.tags.begin(), scenario.tags.end(), word) != scenario.tags.end();
        };
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

}  // namespace

Checked<CasePredicate> parse_case_expression(std::string_view text) {
    if (text.size() > longest) return InputError{fmt::format("an expression has at most {} characters", longest)};
    auto tokens = tokens_of(text);
    if (!tokens) return tokens.error();
    return Parser{text, std::move(*tokens)}.parse();
}

}  // namespace otbench::runner
