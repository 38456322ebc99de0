#include "sim/trace/vcd_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/lines.hpp"
#include "base/numbers.hpp"

namespace otbench::sim {
namespace {

constexpr Nanoseconds latest = Nanoseconds::max() / 4;  ///< 73 years, so that sums of times fit
constexpr std::array<std::string_view, 7> first_keywords{"$comment",   "$date", "$enddefinitions", "$scope",
                                                         "$timescale", "$var",  "$version"};

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// The next word of `rest`, which is shortened by it; empty at its end.
std::string_view next_word(std::string_view& rest) {
    std::size_t begin = 0;
    while (begin < rest.size() && is_blank(rest[begin])) ++begin;
    std::size_t end = begin;
    while (end < rest.size() && !is_blank(rest[end])) ++end;
    const auto word = rest.substr(begin, end - begin);
    rest.remove_prefix(end);
    return word;
}

/// How the unit of a file's times becomes nanoseconds: times `factor`, divided by `divisor`.
struct TimeUnit {
    Nanoseconds::rep factor = 1, divisor = 1;
};

/// "10 us", "10us".
std::optional<TimeUnit> parse_time_unit(std::string_view text) {
    struct Named {
        std::string_view name;
        TimeUnit unit;
    };
    static constexpr std::array<Named, 6> units{{{"s", {1'000'000'000, 1}},
                                                 {"ms", {1'000'000, 1}},
                                                 {"us", {1'000, 1}},
                                                 {"ns", {1, 1}},
                                                 {"ps", {1, 1'000}},
                                                 {"fs", {1, 1'000'000}}}};
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto count = parse_integer<Nanoseconds::rep>(text.substr(0, digits));
    const auto name = text.substr(digits);
    const auto* const unit =
        std::find_if(units.begin(), units.end(), [&](const Named& known) { return known.name == name; });
    if (!count || (*count != 1 && *count != 10 && *count != 100) || unit == units.end()) return std::nullopt;
    return TimeUnit{unit->unit.factor * *count, unit->unit.divisor};
}

class Reader {
public:
    explicit Reader(const WaveListener& listener) : listener_{listener} {}

    /// Whether the line could be read.
    bool read(std::string_view line) {
        if (const auto number = only_number(line)) return change(line.substr(line.size() - 1), *number);
        for (auto word = next_word(line); !word.empty(); word = next_word(line))
            if (!take(word)) return false;
        return true;
    }

    /// Whether the file may end here; one without waves must have said that it declares none.
    [[nodiscard]] bool complete() const {
        return (declared_ > 0 || declarations_ended_) && keyword_.empty() && value_.empty();
    }
    [[nodiscard]] Nanoseconds now() const { return now_; }

private:
    /// The number of a line that is as most of a file are, "r22.309 #", and nothing else.
    [[nodiscard]] std::optional<double> only_number(std::string_view line) const {
        constexpr std::size_t shortest = 4;
        if (line.size() < shortest || line[0] != 'r' || line[line.size() - 2] != ' ' || is_blank(line.back()) ||
            !keyword_.empty() || !value_.empty())
            return std::nullopt;
        return real(line.substr(1, line.size() - 3));
    }

    bool take(std::string_view word) {
        if (!keyword_.empty()) return word == "$end" ? declare() : add(word);
        if (!value_.empty()) return change_vector(word);
        switch (word[0]) {
            case '$': return begin(word);
            case '#': return advance(word.substr(1));
            case '0':
            case '1': return change(word.substr(1), word[0] == '1' ? 1.0 : 0.0);
            case 'x':
            case 'X':
            case 'z':
            case 'Z': return change(word.substr(1), std::nullopt);
            case 'b':
            case 'B':
            case 'r':
            case 'R': value_ = word; return true;
            default: return false;
        }
    }

    /// A keyword, whose words follow until $end; those around changes ($dumpvars) say nothing by themselves.
    bool begin(std::string_view word) {
        if (word == "$end" || word.substr(0, 5) == "$dump") return true;
        keyword_ = word;
        words_.clear();
        return true;
    }

    bool add(std::string_view word) {
        constexpr std::size_t most_words = 8;  // of a declaration; comments have more
        if (words_.size() < most_words) words_.emplace_back(word);
        return true;
    }

    bool declare() {
        const auto keyword = std::exchange(keyword_, {});
        const auto word = [this](std::size_t index) { return index < words_.size() ? words_[index] : std::string{}; };
        if (keyword == "$timescale") {
            const auto unit = parse_time_unit(word(0) + word(1));
            if (unit) unit_ = *unit;
            return unit.has_value();
        }
        if (keyword == "$scope") scopes_.push_back(word(1));
        if (keyword == "$upscope" && !scopes_.empty()) scopes_.pop_back();
        if (keyword == "$enddefinitions") declarations_ended_ = true;
        if (keyword != "$var") return true;
        const auto type = word(0), name = word(3);
        if (name.empty()) return false;
        declare_code(word(2), declared_++);
        listener_.declared({scopes_.empty() ? "" : scopes_.back(), name, type == "real" || type == "realtime"});
        return true;
    }

    bool advance(std::string_view text) {
        const auto ticks = whole_number(text);
        if (!ticks || *ticks > latest.count() / unit_.factor) return false;
        const Nanoseconds time{*ticks * unit_.factor / unit_.divisor};
        if (time < now_) return false;
        now_ = time;
        return true;
    }

    bool change_vector(std::string_view code) {
        const auto text = std::exchange(value_, {});
        const auto digits = std::string_view{text}.substr(1);
        if (text[0] == 'r' || text[0] == 'R') {
            const auto number = real(digits);
            return number && change(code, *number);
        }
        if (digits.empty() || digits.find_first_not_of("01xXzZ") != std::string_view::npos) return false;
        if (digits.find_first_not_of("01") != std::string_view::npos) return change(code, std::nullopt);
        double value = 0;
        for (const char digit : digits) value = 2 * value + (digit - '0');
        return change(code, value);
    }

    /// Of decimal digits alone; nothing when it does not fit.
    static std::optional<Nanoseconds::rep> whole_number(std::string_view digits) {
        constexpr std::size_t most_digits = 18;
        if (digits.empty() || digits.size() > most_digits) return parse_integer<Nanoseconds::rep>(digits);
        Nanoseconds::rep number = 0;
        for (const char digit : digits) {
            if (digit < '0' || digit > '9') return std::nullopt;
            number = 10 * number + (digit - '0');
        }
        return number;
    }

    /// Nearly all are plain.
    static std::optional<double> real(std::string_view digits) {
        double value = 0;
        const char* const end = digits.data() + digits.size();
        const auto [rest, error] = std::from_chars(digits.data(), end, value);
        if (error == std::errc{} && rest == end && std::isfinite(value)) return value;
        const auto number = parse_number(digits);
        return number ? std::optional{*number} : std::nullopt;
    }

    bool change(std::string_view code, std::optional<double> value) {
        const auto signal = signal_of(code);
        if (!signal) return false;
        if (value) listener_.changed(*signal, now_, *value);
        return true;
    }

    /// A code that is declared again is the same wave.
    void declare_code(const std::string& code, std::size_t signal) {
        if (code.size() != 1) {
            codes_.emplace(code, signal);
        } else if (auto& letter = letters_[static_cast<unsigned char>(code.front())]; !letter) {
            letter = signal;
        }
    }

    [[nodiscard]] std::optional<std::size_t> signal_of(std::string_view code) const {
        if (code.size() == 1) return letters_[static_cast<unsigned char>(code.front())];
        const auto known = codes_.find(std::string{code});
        return known == codes_.end() ? std::nullopt : std::optional{known->second};
    }

    const WaveListener& listener_;
    TimeUnit unit_;
    std::array<std::optional<std::size_t>, 256> letters_;  ///< by codes of one
    std::unordered_map<std::string, std::size_t> codes_;   ///< by longer ones
    std::size_t declared_ = 0;
    bool declarations_ended_ = false;
    std::vector<std::string> scopes_, words_;
    std::string keyword_;  ///< whose words are being read
    std::string value_;    ///< whose code comes next
    Nanoseconds now_{0};
};

}  // namespace

bool is_vcd(std::string_view begin) {
    begin.remove_prefix(std::min(begin.find_first_not_of(" \t\r\n"), begin.size()));
    const auto word = begin.substr(0, begin.find_first_of(" \t\r\n"));
    return std::find(first_keywords.begin(), first_keywords.end(), word) != first_keywords.end();
}

Checked<Nanoseconds> read_vcd(std::istream& file, const WaveListener& listener) {
    Reader reader{listener};
    Lines lines{file};
    std::size_t number = 0;
    while (const auto line = lines.next()) {
        ++number;
        if (!reader.read(*line))
            return InputError{
                fmt::format("line {}: invalid '{}' (expected a Value Change Dump)", number, line->substr(0, 60))};
    }
    if (!reader.complete())
        return InputError{fmt::format("line {}: the file ends early (expected a Value Change Dump)", number)};
    return reader.now();
}

}  // namespace otbench::sim
