#include "runner/report/html/packed_text.hpp"

#include <zlib.h>

#include <cstdint>
#include <stdexcept>

namespace otbench::runner {
namespace {

std::string gzip(std::string_view octets) {
    constexpr int gzip_window = 15 + 16;  // the largest window, with gzip's header (zlib.h, deflateInit2)
    constexpr int memory_level = 8;       // zlib's default
    constexpr std::size_t piece = std::size_t{1} << 30;
    z_stream stream{};
    constexpr std::size_t much = std::size_t{1} << 20;  // more is packed fast rather than small
    constexpr int fast = 3;                             // the smallest of zlib's fast levels
    const int level = octets.size() > much ? fast : Z_DEFAULT_COMPRESSION;
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc{};
    std::string packed;
    unsigned char buffer[1 << 15];
    do {
        const std::string_view next = octets.substr(0, piece);
        octets.remove_prefix(next.size());
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(next.data()));
        stream.avail_in = static_cast<uInt>(next.size());
        do {
            stream.next_out = buffer;
            stream.avail_out = sizeof buffer;
            deflate(&stream, octets.empty() ? Z_FINISH : Z_NO_FLUSH);
            packed.append(reinterpret_cast<const char*>(buffer), sizeof buffer - stream.avail_out);
        } while (stream.avail_out == 0);
    } while (!octets.empty());
    deflateEnd(&stream);
    return packed;
}

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

std::string packed_text(std::string_view octets) {
    return base64(gzip(octets));
}

}  // namespace otbench::runner
