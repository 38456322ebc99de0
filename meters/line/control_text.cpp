#include "meters/line/control_text.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace otbench::meters {
namespace {

bool is_key(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

}  // namespace

Checked<std::vector<std::string>> command_words(std::string_view line) {
    std::vector<std::string> words;
    bool quoted = false, inside = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool blank = line[i] == ' ' || line[i] == '\t' || line[i] == '\r';
        if (blank && !quoted) {
            inside = false;
            continue;
        }
        if (!std::exchange(inside, true)) words.emplace_back();
        if (line[i] == '"') {
            quoted = !quoted;
            continue;
        }
        if (line[i] == '\\' && i + 1 < line.size()) ++i;
        words.back() += line[i];
    }
    if (quoted) return InputError{fmt::format("unterminated quote in '{}'", line)};
    return words;
}

bool matches(const std::string& pattern, const std::string& name) {
    return ::fnmatch(pattern.c_str(), name.c_str(), FNM_NOESCAPE) == 0;
}

bool has_wild_card(std::string_view pattern) {
    return pattern.find_first_of("*?") != std::string_view::npos;
}

Checked<std::vector<Assignment>> assignments(const std::vector<std::string>& words) {
    std::vector<Assignment> found;
    for (const std::string& word : words) {
        const std::size_t equals = word.find('=');
        if (equals != std::string::npos && is_key(std::string_view{word}.substr(0, equals)))
            found.emplace_back(word.substr(0, equals), word.substr(equals + 1));
        else if (!found.empty())
            found.back().second += " " + word;
        else
            return InputError{fmt::format("invalid setting '{}' (expected KEY=VALUE)", word)};
    }
    return found;
}

std::string reply_text(const Reply& reply) {
    std::string text;
    for (const ReplyRow& row : reply) text += row.line + "\n";
    return text;
}

std::string reply_json(const Reply& reply) {
    auto rows = nlohmann::ordered_json::array();
    for (const ReplyRow& row : reply) {
        auto object = nlohmann::ordered_json::object();
        for (const auto& [key, value] : row.fields) object[key] = value;
        rows.push_back(std::move(object));
    }
    return rows.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace otbench::meters
