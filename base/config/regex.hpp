#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.hpp"

namespace re2 {
class RE2;
}

namespace otbench::config {

/// A regular expression over octets, in the syntax of RE2: it takes time in proportion to the text, whatever it is.
class Regex {
public:
    /// Fails on more than 1000 characters, on mistakes, and on what would need more than 1 MiB when compiled.
    static Checked<Regex> compile(std::string_view pattern);

    /// Whether it matches anywhere in `text`.
    [[nodiscard]] bool found_in(std::string_view text) const;

    /// What its first group matches in `text`, or all that it matches if it has no group; nothing if it does not match.
    [[nodiscard]] std::optional<std::string> extract(std::string_view text) const;

    /// The same of every match, in order.
    [[nodiscard]] std::vector<std::string> extract_all(std::string_view text) const;

private:
    /// The match that begins at or behind `from`, and what `extract` gives of it; false when there is none.
    bool match(std::string_view text, std::size_t from, std::string_view& whole, std::string_view& extracted) const;

    explicit Regex(std::shared_ptr<const re2::RE2> compiled) : compiled_(std::move(compiled)) {}

    std::shared_ptr<const re2::RE2> compiled_;
};

}  // namespace otbench::config
