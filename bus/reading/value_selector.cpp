#include "bus/reading/value_selector.hpp"

#include <fmt/format.h>

#include <array>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace otbench::bus {
namespace {

constexpr std::array<std::string_view, 4> function_names = {"instantaneous", "maximum", "minimum", "error"};

template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto whole = parse_integer<Number>(text);
    if (whole) number = *whole;
    return whole.has_value();
}

bool read_function(std::string_view text, std::optional<Function>& function) {
    for (std::size_t i = 0; i < function_names.size(); ++i)
        if (function_names[i] == text) function = static_cast<Function>(i);
    return function.has_value();
}

std::optional<InputError> apply(ValueSelector& selector, std::string_view key, std::string_view value) {
    bool good = false;
    if (key == "storage") {
        good = read_number(value, selector.storage);
    } else if (key == "tariff") {
        good = read_number(value, selector.tariff);
    } else if (key == "device") {
        good = read_number(value, selector.device);
    } else if (key == "index") {
        good = read_number(value, selector.index);
    } else if (key == "function") {
        good = read_function(value, selector.function);
        if (!good)
            return InputError{
                fmt::format("invalid function '{}' (expected one of {})", value, fmt::join(function_names, ", "))};
    } else if (key == "modifier") {
        selector.modifiers.emplace_back(value);
        good = !value.empty();
    } else {
        return InputError{
            fmt::format("unknown key '{}' (expected storage, tariff, device, function, modifier or index)", key)};
    }
    if (!good) return InputError{fmt::format("invalid {} '{}' (expected a whole number)", key, value)};
    return std::nullopt;
}

}  // namespace

std::string_view name(Function function) {
    return function_names[static_cast<std::size_t>(function)];
}

Checked<ValueSelector> parse_value_selector(std::string_view text) {
    ValueSelector selector;
    const std::size_t bracket = text.find('[');
    selector.name = trimmed(text.substr(0, bracket));
    if (selector.name.empty())
        return InputError{fmt::format("invalid selector '{}' (expected a name, as in energy[storage=1])", text)};
    if (bracket == std::string_view::npos) return selector;

    std::string_view rest = trimmed(text.substr(bracket + 1));
    if (rest.empty() || rest.back() != ']') return InputError{fmt::format("']' is missing at the end of '{}'", text)};
    rest.remove_suffix(1);
    while (true) {
        const std::size_t comma = rest.find(',');
        const std::string_view pair = trimmed(rest.substr(0, comma));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos)
            return InputError{fmt::format("invalid key '{}' in '{}' (expected key=value)", pair, text)};
        if (const auto error = apply(selector, trimmed(pair.substr(0, equals)), trimmed(pair.substr(equals + 1))))
            return InputError{fmt::format("in '{}': {}", text, error->message)};
        if (comma == std::string_view::npos) return selector;
        rest.remove_prefix(comma + 1);
    }
}

}  // namespace otbench::bus
