#include "meters/captures/line_marks.hpp"

#include "base/text.hpp"

namespace otbench::meters {
namespace {

constexpr std::string_view digits = "0123456789";

/// Whether `word` looks like `pattern`, in which 0 stands for any decimal digit.
bool has_shape(std::string_view word, std::string_view pattern) {
    if (word.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const bool is_digit = digits.find(word[i]) != std::string_view::npos;
        if (pattern[i] == '0' ? !is_digit : word[i] != pattern[i]) return false;
    }
    return true;
}

bool is_date(std::string_view word) {
    for (const std::string_view pattern : {"0000-00-00", "0000/00/00", "00.00.0000"})
        if (has_shape(word, pattern)) return true;
    return false;
}

/// "12:30", "12:30:45", "12:30:45.123", with or without a zone.
bool is_time(std::string_view word) {
    word = word.substr(0, word.find_first_of("Z+"));
    word = word.substr(0, word.find_first_of(".,"));
    return has_shape(word, "00:00") || has_shape(word, "00:00:00");
}

/// From 2008 on, so that five bytes which begin a short frame (10…) are none.
bool is_seconds_since_1970(std::string_view word) {
    constexpr std::size_t fewest = 10;
    const std::size_t whole = word.find_first_not_of(digits);
    const bool has_fraction = whole != std::string_view::npos && word[whole] == '.' &&
                              word.find_first_not_of(digits, whole + 1) == std::string_view::npos;
    return word.substr(0, whole).size() >= fewest && word[0] == '1' && word[1] >= '2' &&
           (whole == std::string_view::npos || has_fraction);
}

bool is_arrow(std::string_view word) {
    return word.find_first_not_of("<>-=") == std::string_view::npos &&
           word.find_first_of("<>") != std::string_view::npos;
}

bool is_mark(std::string_view word) {
    constexpr std::size_t date_size = 10;
    const std::size_t start = word.find_first_not_of("[(");
    if (start == std::string_view::npos) return false;
    word = word.substr(start, word.find_last_not_of("]):,") + 1 - start);
    if (word.empty()) return false;
    const bool is_both = word.size() > date_size && word[date_size] == 'T' && is_date(word.substr(0, date_size)) &&
                         is_time(word.substr(date_size + 1));
    return is_both || is_date(word) || is_time(word) || is_seconds_since_1970(word) || is_arrow(word);
}

}  // namespace

std::string_view without_marks(std::string_view line) {
    std::string_view rest = trimmed(line);
    while (true) {
        const std::size_t end = rest.find_first_of(" \t");
        if (end == std::string_view::npos || !is_mark(rest.substr(0, end))) return rest;
        rest = trimmed(rest.substr(end));
    }
}

}  // namespace otbench::meters
