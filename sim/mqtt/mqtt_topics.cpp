#include "sim/mqtt/mqtt_topics.hpp"

#include <cstddef>
#include <cstdint>

namespace otbench::sim {
namespace {

constexpr std::uint32_t not_utf8 = 0xFFFF'FFFF;

/// The code point at the beginning of `text`, which is shortened by it; `not_utf8` for anything malformed.
std::uint32_t take_code_point(std::string_view& text) {
    const auto octet = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto first = octet(0);
    const std::size_t length = first < 0x80         ? 1
                               : first >> 5 == 0x06 ? 2
                               : first >> 4 == 0x0E ? 3
                               : first >> 3 == 0x1E ? 4
                                                    : 0;
    if (length == 0 || length > text.size()) return not_utf8;
    std::uint32_t point = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (octet(i) >> 6 != 0x02) return not_utf8;
        point = point << 6 | (octet(i) & 0x3FU);
    }
    text.remove_prefix(length);
    constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};  // shorter encodings exist for anything below
    return point < smallest[length] || point > 0x10FFFF ? not_utf8 : point;
}

bool is_allowed(std::uint32_t point) {
    const bool control = point <= 0x1F || (point >= 0x7F && point <= 0x9F);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    const bool non_character = (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFE) == 0xFFFE;
    return point != not_utf8 && !control && !surrogate && !non_character;
}

}  // namespace

bool is_mqtt_text(std::string_view text) {
    while (!text.empty()) {
        if (!is_allowed(take_code_point(text))) return false;
    }
    return true;
}

bool has_wildcard(std::string_view filter) {
    return filter.find_first_of("+#") != std::string_view::npos;
}

bool is_publish_topic(std::string_view topic) {
    return !topic.empty() && !has_wildcard(topic) && is_mqtt_text(topic);
}

bool is_topic_filter(std::string_view filter) {
    if (filter.empty() || !is_mqtt_text(filter)) return false;
    while (true) {
        const auto slash = filter.find('/');
        const auto level = filter.substr(0, slash);
        const bool last = slash == std::string_view::npos;
        if (has_wildcard(level) && level != "+" && !(level == "#" && last)) return false;
        if (last) return true;
        filter.remove_prefix(slash + 1);
    }
}

}  // namespace otbench::sim
