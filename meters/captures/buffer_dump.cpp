#include "meters/captures/buffer_dump.hpp"

#include <algorithm>

#include "base/numbers.hpp"

namespace otbench::meters {
namespace {

constexpr std::string_view prefix = "ok:";
constexpr std::string_view end_mark = "xx";

std::optional<std::uint8_t> parse_octet(std::string_view digits) {
    return digits.size() == 2 ? parse_integer<std::uint8_t>(digits, 16) : std::nullopt;
}

}  // namespace

std::optional<DumpChunk> parse_dump_chunk(std::string_view payload) {
    if (payload.substr(0, prefix.size()) != prefix) return std::nullopt;
    payload.remove_prefix(prefix.size());
    DumpChunk chunk;
    while (!payload.empty() && !chunk.last) {
        const std::string_view segment = payload.substr(0, payload.find('/'));
        payload.remove_prefix(std::min(payload.size(), segment.size() + 1));
        if (segment == end_mark) {
            chunk.last = true;
        } else if (const auto octet = parse_octet(segment)) {
            chunk.octets.push_back(*octet);
        } else {
            return std::nullopt;
        }
    }
    if (!payload.empty() || (chunk.octets.empty() && !chunk.last)) return std::nullopt;
    return chunk;
}

}  // namespace otbench::meters
