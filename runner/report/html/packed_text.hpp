#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace otbench::runner {

/// Makes of octets a gzip stream (RFC 1952) in base64 (RFC 4648), which a page can carry and a browser unpack. The same
/// octets give the same text, in whichever pieces they come.
class TextPacker {
public:
    enum class Effort {
        least,  ///< for megabytes: zlib's third level, the smallest of its fast ones
        usual,
    };

    explicit TextPacker(Effort effort);
    ~TextPacker();
    TextPacker(const TextPacker&) = delete;
    TextPacker& operator=(const TextPacker&) = delete;

    void add(std::string_view octets);
    /// After the last octets.
    [[nodiscard]] std::string text();

private:
    struct Stream;

    void deflate_gathered(bool last);

    std::unique_ptr<Stream> stream_;
    std::string gathered_, packed_;
};

/// The text of octets that are all there.
[[nodiscard]] std::string packed_text(std::string_view octets);

}  // namespace otbench::runner
