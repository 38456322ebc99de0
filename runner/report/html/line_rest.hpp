#pragma once

#include <charconv>
#include <cstddef>
#include <string_view>

namespace otbench::runner {

/// The rest of a line of events.jsonl that is being read.
class LineRest {
public:
    explicit LineRest(std::string_view line) : text_{line} {}

    /// Goes behind `begin` if the rest begins with it.
    bool pass(std::string_view begin) {
        if (text_.substr(0, begin.size()) != begin) return false;
        text_.remove_prefix(begin.size());
        return true;
    }
    /// Goes behind the next `mark`, which is sought when the rest does not begin with it. Within a text of the line
    /// its quotes would be escaped.
    bool pass_next(std::string_view mark) {
        if (pass(mark)) return true;
        const auto at = text_.find(mark);
        if (at == std::string_view::npos) return false;
        text_.remove_prefix(at + mark.size());
        return true;
    }
    /// Goes behind a number; 0 when there is none.
    std::size_t number() {
        std::size_t value = 0;
        const char* const end = std::from_chars(text_.data(), text_.data() + text_.size(), value).ptr;
        text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
        return value;
    }
    /// Goes behind a text whose quote has been passed.
    std::string_view text() {
        const auto text = text_.substr(0, text_.find('"'));
        text_.remove_prefix(text.size());
        return text;
    }

    /// All that has not been passed.
    [[nodiscard]] std::string_view all() const { return text_; }

private:
    std::string_view text_;
};

}  // namespace otbench::runner
