#include "runner/report/github.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <string_view>

#include "base/printable.hpp"
#include "runner/report/result_text.hpp"

namespace otbench::runner {
namespace {

bool is_shown(const RunResult& result) {
    return !is_good(result.verdict) && result.verdict != Verdict::skipped;
}

/// `text` with each character of `special` as %XX, as workflow commands have it.
std::string escaped(std::string_view text, std::string_view special) {
    std::string result;
    for (const char c : text)
        if (special.find(c) != std::string_view::npos)
            result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        else
            result += c;
    return result;
}

constexpr std::string_view special_in_message = "%\r\n", special_in_property = "%\r\n:,";

/// A cell of a table: no column or line ends in it, and no HTML.
std::string cell(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '|')
            result += "\\|";
        else if (c == '<')
            result += "&lt;";
        else if (c == '\n' || c == '\r')
            result += ' ';
        else
            result += c;
    }
    return result;
}

}  // namespace

bool is_github_job() {
    const char* actions = std::getenv("GITHUB_ACTIONS");
    return actions != nullptr && actions == std::string_view{"true"};
}

std::string github_annotations(const std::vector<RunResult>& results) {
    std::string text;
    for (const RunResult& result : results) {
        if (!is_shown(result)) continue;
        const StepResult* step = failed_step(result);
        const bool is_elsewhere = step != nullptr && !step->at.file.empty();  // in a file that the scenario includes
        const std::string file = is_elsewhere ? std::string{step->at.file} : result.path;
        text += fmt::format("::error file={}{},title={}::{}\n", escaped(file, special_in_property),
                            step != nullptr ? fmt::format(",line={}", step->at.line) : "",
                            escaped(printable(result.name), special_in_property),
                            escaped(printable(headline(result)), special_in_message));
    }
    return text;
}

std::string github_annotation(const config::Diagnostic& mistake) {
    const auto& [file, at, message] = mistake;
    return fmt::format("::error file={}{}::{}\n", escaped(file, special_in_property),
                       at.line > 0 ? fmt::format(",line={},col={}", at.line, at.column) : "",
                       escaped(printable(message), special_in_message));
}

std::string github_summary(const std::vector<RunResult>& results, const std::string& totals) {
    std::string text = fmt::format("### Otbench: {}\n", totals);
    bool first = true;
    for (const RunResult& result : results) {
        if (!is_shown(result)) continue;
        if (first) text += "\n| scenario | result | reason |\n|---|---|---|\n";
        first = false;
        text += fmt::format("| {} ({}) | {} | {} |\n", cell(result.name), cell(result.path), name_of(result.verdict),
                            cell(printable(headline(result))));
    }
    return text;
}

}  // namespace otbench::runner
