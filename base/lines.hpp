#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

namespace otbench {

/// The lines of a stream, which is read in large pieces.
class Lines {
public:
    explicit Lines(std::istream& stream) : stream_{stream} {}

    /// Without its end; valid until the next one is asked for.
    std::optional<std::string_view> next() {
        std::size_t end = text_.find('\n', begin_);
        while (end == std::string::npos && stream_) {
            const std::size_t sought = text_.size() - begin_;
            read_piece();
            end = text_.find('\n', sought);
        }
        if (begin_ == text_.size()) return std::nullopt;
        is_whole_ = end != std::string::npos;
        const auto line = std::string_view{text_}.substr(begin_, end - begin_);
        begin_ = is_whole_ ? end + 1 : text_.size();
        return line;
    }

    /// Whether the last one had an end.
    [[nodiscard]] bool is_whole() const { return is_whole_; }

private:
    /// What has not been read by then comes first.
    void read_piece() {
        constexpr std::size_t piece = 1 << 16;
        text_.erase(0, begin_);
        begin_ = 0;
        const std::size_t known = text_.size();
        text_.resize(known + piece);
        stream_.read(&text_[known], piece);
        text_.resize(known + static_cast<std::size_t>(stream_.gcount()));
    }

    std::istream& stream_;
    std::string text_;
    std::size_t begin_ = 0;  ///< of the next line
    bool is_whole_ = false;
};

}  // namespace otbench
