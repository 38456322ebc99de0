#include "runner/report/html/packed_text.hpp"

#include <zlib.h>

#include <cstdint>
#include <new>

namespace otbench::runner {
namespace {

constexpr std::size_t piece = std::size_t{1} << 16;  ///< that is packed at once

std::string base64(std::string_view octets) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((octets.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        const std::size_t count = octets.size() - i;
        const auto octet = [&](std::size_t k) {
            return std::uint32_t{k < count ? static_cast<unsigned char>(octets[i + k]) : std::uint8_t{0}};
        };
        const std::uint32_t bits = octet(0) << 16 | octet(1) << 8 | octet(2);
        text += digits[bits >> 18];
        text += digits[bits >> 12 & 63];
        text += count > 1 ? digits[bits >> 6 & 63] : '=';
        text += count > 2 ? digits[bits & 63] : '=';
    }
    return text;
}

}  // namespace

struct TextPacker::Stream : z_stream {};

TextPacker::TextPacker(Effort effort) : stream_{std::make_unique<Stream>()} {
    constexpr int gzip_window = 15 + 16;  // the largest window, with gzip's header (zlib.h, deflateInit2)
    constexpr int memory_level = 8;       // zlib's default
    const int level = effort == Effort::least ? 3 : Z_DEFAULT_COMPRESSION;
    if (deflateInit2(stream_.get(), level, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc{};
}

TextPacker::~TextPacker() {
    deflateEnd(stream_.get());
}

void TextPacker::add(std::string_view octets) {
    gathered_ += octets;
    if (gathered_.size() >= piece) deflate_gathered(false);
}

void TextPacker::deflate_gathered(bool last) {
    for (std::string_view rest = gathered_; !rest.empty() || last;) {
        const std::string_view next = rest.substr(0, piece);
        rest.remove_prefix(next.size());
        stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(next.data()));
        stream_->avail_in = static_cast<uInt>(next.size());
        do {
            const std::size_t known = packed_.size();
            packed_.resize(known + piece);
            stream_->next_out = reinterpret_cast<Bytef*>(&packed_[known]);
            stream_->avail_out = static_cast<uInt>(piece);
            deflate(stream_.get(), last && rest.empty() ? Z_FINISH : Z_NO_FLUSH);
            packed_.resize(packed_.size() - stream_->avail_out);
        } while (stream_->avail_out == 0);
        if (rest.empty()) break;
    }
    gathered_.clear();
}

std::string TextPacker::text() {
    deflate_gathered(true);
    return base64(packed_);
}

std::string packed_text(std::string_view octets) {
    constexpr std::size_t much = std::size_t{1} << 20;
    TextPacker packer{octets.size() > much ? TextPacker::Effort::least : TextPacker::Effort::usual};
    packer.add(octets);
    return packer.text();
}

}  // namespace otbench::runner
