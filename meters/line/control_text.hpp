#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bus/record/codec_error.hpp"

namespace otbench::meters {

// The text of the control interface: commands in, replies out.

/// Splits a command at blanks. Double quotes keep blanks in a word, a backslash keeps the character after it.
[[nodiscard]] Checked<std::vector<std::string>> command_words(std::string_view line);

/// Whether `name` matches `pattern`, in which * stands for any characters and ? for one.
[[nodiscard]] bool matches(const std::string& pattern, const std::string& name);
[[nodiscard]] bool has_wild_card(std::string_view pattern);

/// KEY=VALUE.
using Assignment = std::pair<std::string, std::string>;
/// The assignments in `words`. A word without a key is part of the value before it: "energy=9740", "kWh".
[[nodiscard]] Checked<std::vector<Assignment>> assignments(const std::vector<std::string>& words);

/// One line of a reply: as text, and as the fields of a JSON object.
struct ReplyRow {
    std::string line;
    std::vector<std::pair<std::string, std::string>> fields;
};
using Reply = std::vector<ReplyRow>;

[[nodiscard]] std::string reply_text(const Reply& reply);
/// An array of objects, all values strings.
[[nodiscard]] std::string reply_json(const Reply& reply);

}  // namespace otbench::meters
