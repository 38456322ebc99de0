#include "app/help.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <sstream>

#include "base/numbers.hpp"

namespace otbench::app {
namespace {

constexpr std::size_t name_columns = 30;
constexpr std::size_t page_columns = 100;

// What separates the parts of the end of a help text, and the values that an option takes.
constexpr std::string_view examples_head = "Examples:\n", exit_codes_head = "\nExit code: ";
constexpr std::string_view values_head = "one of ", between_values = ", ";

/// What a value is called and what limits it: CLI11 keeps both in one text, with colons between them.
struct ValueKind {
    std::string name, limits;
};

ValueKind value_kind(const CLI::Option& option) {
    const std::string both = option.get_type_name();
    const std::size_t colon = both.find(':');
    if (colon == std::string::npos) return {both, {}};
    return {both.substr(0, colon), both.substr(colon + 1)};
}

bool has_value(const CLI::Option& option) {
    return option.get_items_expected_max() > 0;
}

bool is_repeatable(const CLI::Option& option) {
    return option.get_expected_max() == CLI::detail::expected_max_vector_size;
}

/// `text` in lines as wide as the page beside the column of names.
std::string wrapped(const std::string& text) {
    std::string out;
    std::size_t column = name_columns;
    std::istringstream words{text};
    for (std::string word; words >> word;) {
        if (column > name_columns && column + 1 + word.size() > page_columns) {
            out += '\n' + std::string(name_columns, ' ');
            column = name_columns;
        }
        if (column > name_columns) {
            out += ' ';
            ++column;
        }
        out += word;
        column += word.size();
    }
    return out;
}

std::string row(const std::string& name, const std::string& text) {
    const bool fits = name.size() + 4 <= name_columns;
    return fmt::format("  {:<{}}{}{}\n", name, fits ? name_columns - 2 : 0,
                       fits ? "" : '\n' + std::string(name_columns, ' '), wrapped(text));
}

/// "(one of a, b; default: a)"; empty without remarks.
std::string remarks(const CLI::Option& option) {
    std::string text = value_kind(option).limits;
    const auto add = [&](const std::string& remark) { text += (text.empty() ? "" : "; ") + remark; };
    if (is_repeatable(option) && option.nonpositional()) add("repeatable");
    if (option.get_required()) add("required");
    if (!option.get_default_str().empty()) add("default: " + option.get_default_str());
    return text.empty() ? text : fmt::format(" ({})", text);
}

template <class Parse>
CLI::Validator limited(const std::string& limits, Parse parse) {
    return {[limits, parse](std::string& value) {
                return parse(value) ? std::string{} : fmt::format("invalid value '{}' (expected {})", value, limits);
            },
            limits};
}

class HelpLayout : public CLI::Formatter {
public:
    HelpLayout() {
        column_width(name_columns);
        label("SUBCOMMAND", "VERB");
        label("Subcommands", "Verbs");
        label("Positionals", "Arguments");
    }

    std::string make_option(const CLI::Option* option, bool /*is_positional*/) const override {
        const OptionHelp help = option_help(*option);
        return row(help.name, help.text);
    }

    std::string make_subcommand(const CLI::App* verb) const override {
        return row(verb->get_name(), verb->get_description());
    }
};

}  // namespace

void use_help_layout(CLI::App& app) {
    app.formatter(std::make_shared<HelpLayout>());
}

OptionHelp option_help(const CLI::Option& option) {
    const bool is_positional = !option.nonpositional();
    std::string name = option.get_name(is_positional, !is_positional);
    if (has_value(option) && !is_positional) name += ' ' + value_kind(option).name;
    if (is_positional && is_repeatable(option)) name += "…";
    return {std::move(name), option.get_description() + remarks(option)};
}

std::vector<std::string> allowed_values(const CLI::Option& option) {
    const std::string limits = value_kind(option).limits;
    std::vector<std::string> values;
    if (limits.rfind(values_head, 0) != 0) return values;
    for (std::size_t at = values_head.size(); at < limits.size();) {
        const std::size_t end = std::min(limits.find(between_values, at), limits.size());
        values.push_back(limits.substr(at, end - at));
        at = end + between_values.size();
    }
    return values;
}

void finish_help(CLI::App& verb, const std::vector<std::string>& examples, std::string_view exit_codes,
                 std::string_view notes) {
    std::string text{notes};
    if (!notes.empty()) text += "\n\n";
    text += examples_head;
    for (const std::string& example : examples) text += fmt::format("  {}\n", example);
    verb.footer(fmt::format("{}{}{}", text, exit_codes_head, exit_codes));
}

HelpEnd help_end(const CLI::App& verb) {
    const std::string text = verb.get_footer();
    const std::size_t examples = text.find(examples_head), exit_codes = text.rfind(exit_codes_head);
    HelpEnd end;
    if (examples == std::string::npos || exit_codes == std::string::npos) return end;
    end.notes = text.substr(0, text.find_last_not_of('\n', examples - 1) + 1);
    if (examples == 0) end.notes.clear();
    std::istringstream lines{
        text.substr(examples + examples_head.size(), exit_codes - examples - examples_head.size())};
    for (std::string line; std::getline(lines, line);) end.examples.push_back(line.substr(line.find_first_not_of(' ')));
    end.exit_codes = text.substr(exit_codes + exit_codes_head.size());
    return end;
}

CLI::Validator one_of(const std::vector<std::string>& names) {
    const auto is_name = [names](const std::string& value) {
        return std::find(names.begin(), names.end(), value) != names.end();
    };
    return limited(fmt::format("{}{}", values_head, fmt::join(names, between_values)), is_name);
}

CLI::Validator whole_number(std::int64_t least, std::int64_t most) {
    return limited(fmt::format("{} to {}", least, most),
                   [least, most](const std::string& value) { return bool{parse_whole_number(value, least, most)}; });
}

CLI::Validator whole_number() {
    return limited("a whole number, 0 or more",
                   [](const std::string& value) { return parse_integer<std::uint64_t>(value).has_value(); });
}

CLI::Validator number(double least, double most) {
    return limited(fmt::format("{} to {}", least, most), [least, most](const std::string& value) {
        const auto given = parse_number(value);
        return given && *given >= least && *given <= most;
    });
}

}  // namespace otbench::app
