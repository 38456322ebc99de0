#include "base/config/scalar_edit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/config/yaml_tree.hpp"
#include "base/text.hpp"

namespace otbench::config {
namespace {

/// Where a position is in the text; nothing when it is behind the end of its line.
std::optional<std::size_t> offset_of(std::string_view text, Position at) {
    std::size_t begin = 0;
    for (int line = 1; line < at.line; ++line) {
        begin = text.find('\n', begin);
        if (begin == std::string_view::npos) return std::nullopt;
        ++begin;
    }
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto offset = begin + static_cast<std::size_t>(at.column) - 1;
    return offset < end ? std::optional{offset} : std::nullopt;
}

/// What a piece of YAML says, when it is a text and nothing else.
std::optional<std::string> value_of(std::string_view token) {
    Diagnostics ignored{""};
    auto node = read_yaml(token, "a text", ignored);
    if (!node || node->kind != YamlNode::Kind::text) return std::nullopt;
    return std::move(node->text);
}

/// A quoted text at the begin of `rest`, with its quotes; empty when it does not end in this line.
std::string_view quoted_token(std::string_view rest) {
    const char quote = rest.front();
    for (std::size_t i = 1; i < rest.size() && rest[i] != '\n'; ++i) {
        if (rest[i] == '\\' && quote == '"') {
            ++i;
        } else if (rest[i] == quote) {
            if (quote == '"' || rest.substr(i + 1, 1) != "'") return rest.substr(0, i + 1);
            ++i;
        }
    }
    return {};
}

/// Whether a text that goes on like this has a tolerance, or nothing more.
bool ends_like_a_value(std::string_view rest) {
    rest = trimmed(rest);
    return rest.empty() || rest.substr(0, 3) == "+/-" || rest.substr(0, std::string_view{"±"}.size()) == "±";
}

/// A text without quotes at the begin of `rest` that says `was`; empty when there is none.
std::string_view plain_token(std::string_view rest, std::string_view was) {
    if (was.empty() || rest.substr(0, was.size()) != was) return {};
    const auto behind = rest.substr(was.size(), rest.find('\n') - was.size());
    const auto comment = behind.find(" #");
    const auto more = trimmed(behind.substr(0, comment));
    const bool ends = ends_like_a_value(more) || std::string_view{",]}"}.find(more.front()) != std::string_view::npos;
    return ends ? rest.substr(0, was.size()) : std::string_view{};
}

/// `text` in YAML, in the manner of `token`.
std::string written_like(std::string_view token, const std::string& text) {
    constexpr std::string_view special = ",[]{}#:&*!|>%@`'\"";
    const bool is_plain = token.front() != '"' && token.front() != '\'';
    if (is_plain && text.find_first_of(special) == std::string::npos && value_of(text) == text) return text;
    const std::string single = "'" + text + "'";
    if (token.front() != '"' && value_of(single) == text) return single;
    return nlohmann::json(text).dump();
}

/// Replaces one text.
Checked<void> edit(std::string& yaml, const ScalarEdit& wanted) {
    const InputError elsewhere{
        fmt::format("'{}' does not stand here as such (it has a variable or several lines)", wanted.was)};
    const auto offset = offset_of(yaml, wanted.at);
    if (!offset) return elsewhere;
    const auto rest = std::string_view{yaml}.substr(*offset);
    const bool is_quoted = rest.front() == '"' || rest.front() == '\'';
    const std::string_view token = is_quoted ? quoted_token(rest) : plain_token(rest, wanted.was);
    if (token.empty()) return elsewhere;
    const auto value = value_of(token);
    if (!value || value->compare(0, wanted.was.size(), wanted.was) != 0) return elsewhere;
    const std::string tolerance = value->substr(wanted.was.size());
    if (!ends_like_a_value(tolerance)) return elsewhere;
    const std::string text = written_like(token, wanted.wanted + tolerance);
    const auto behind = trimmed(rest.substr(token.size(), rest.find_first_of("#\n,]}") - token.size()));
    if (!behind.empty() && text != wanted.wanted) return elsewhere;  // quotes in front of a tolerance
    yaml.replace(*offset, token.size(), text);
    return {};
}

}  // namespace

EditedYaml edit_scalars(std::string_view yaml, std::vector<ScalarEdit> edits) {
    // From the end, so that places keep their columns.
    std::sort(edits.begin(), edits.end(), [](const ScalarEdit& a, const ScalarEdit& b) {
        return std::pair{a.at.line, a.at.column} > std::pair{b.at.line, b.at.column};
    });
    EditedYaml edited{std::string{yaml}, {}};
    for (const ScalarEdit& each : edits)
        if (const auto done = edit(edited.text, each); !done) edited.left.push_back({each.at, done.error().message});
    std::reverse(edited.left.begin(), edited.left.end());
    return edited;
}

}  // namespace otbench::config
