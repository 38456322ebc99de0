#include "base/config/regex.hpp"

#include <fmt/core.h>
#include <re2/re2.h>

#include <array>

namespace otbench::config {
namespace {

constexpr std::size_t longest = 1000;
constexpr std::int64_t most_memory = 1 << 20;

}  // namespace

Checked<Regex> Regex::compile(std::string_view pattern) {
    if (pattern.size() > longest)
        return InputError{
            fmt::format("regular expression of {} characters (expected at most {})", pattern.size(), longest)};
    re2::RE2::Options options{re2::RE2::Latin1};  // payloads are octets
    options.set_log_errors(false);
    options.set_max_mem(most_memory);
    auto compiled = std::make_shared<const re2::RE2>(re2::StringPiece{pattern.data(), pattern.size()}, options);
    if (!compiled->ok())
        return InputError{fmt::format("invalid regular expression '{}': {}", pattern, compiled->error())};
    return Regex{std::move(compiled)};
}

bool Regex::found_in(std::string_view text) const {
    return re2::RE2::PartialMatch(re2::StringPiece{text.data(), text.size()}, *compiled_);
}

bool Regex::match(std::string_view text, std::size_t from, std::string_view& whole, std::string_view& extracted) const {
    std::array<re2::StringPiece, 2> groups;  // the whole match and the first group
    const int count = compiled_->NumberOfCapturingGroups() == 0 ? 1 : 2;
    const re2::StringPiece piece{text.data(), text.size()};
    if (!compiled_->Match(piece, from, text.size(), re2::RE2::UNANCHORED, groups.data(), count)) return false;
    whole = {groups[0].data(), groups[0].size()};
    const re2::StringPiece& wanted = groups.at(count - 1);
    extracted = {wanted.data(), wanted.size()};
    return true;
}

std::optional<std::string> Regex::extract(std::string_view text) const {
    std::string_view whole, extracted;
    if (!match(text, 0, whole, extracted)) return std::nullopt;
    return std::string{extracted};
}

std::vector<std::string> Regex::extract_all(std::string_view text) const {
    std::vector<std::string> all;
    std::string_view whole, extracted;
    for (std::size_t from = 0; from <= text.size() && match(text, from, whole, extracted);) {
        all.emplace_back(extracted);
        const auto begin = static_cast<std::size_t>(whole.data() - text.data());
        from = begin + (whole.empty() ? 1 : whole.size());
    }
    return all;
}

}  // namespace otbench::config
