#include "firmware_model/outputs/nixie.hpp"

#include <algorithm>
#include <array>

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// Spec: firmware, sections 9.5 and 10.
constexpr int bits = 24;
constexpr auto pulse = 1us;
constexpr auto cycle_step = 10ms;
constexpr auto depoison_step = 5s;
constexpr auto depoison_period = 3600s;

// Which bit lights what, counted as they are shifted out (spec: firmware-corrections, C7).
constexpr int supply_bit = 3;
struct Tube {
    std::array<int, 10> digits;
    int dot;
};
constexpr std::array<Tube, 2> tubes = {{
    {{11, 5, 6, 7, 0, 2, 1, 8, 9, 10}, 4},
    {{16, 18, 19, 12, 13, 15, 14, 21, 22, 23}, 17},
}};

constexpr std::uint32_t lit(int bit) {
    return 1U << static_cast<unsigned>(bits - 1 - bit);
}

constexpr std::uint32_t digits(std::size_t left, std::size_t right) {
    return lit(tubes[0].digits.at(left)) | lit(tubes[1].digits.at(right));
}

/// What a cycle shows: each electrode once, the left tube's upwards, the right one's downwards. The second pattern
/// lights the 9 of the left tube where that of the right one is meant.
constexpr std::array<std::uint32_t, 13> patterns = {0,
                                                    lit(tubes[0].dot) | lit(tubes[0].digits[9]),
                                                    digits(0, 8),
                                                    digits(1, 7),
                                                    digits(2, 6),
                                                    digits(3, 5),
                                                    digits(4, 4),
                                                    digits(5, 3),
                                                    digits(6, 2),
                                                    digits(7, 1),
                                                    digits(8, 0),
                                                    lit(tubes[0].digits[9]) | lit(tubes[1].dot),
                                                    0};

/// The pattern of a text that is allowed: a dot belongs to the tube of the digit after it, a lone character to the
/// right tube.
std::uint32_t pattern_of(std::string_view text) {
    std::uint32_t pattern = 0;
    std::size_t tube = text.size() == 1 ? 1 : 0;
    for (const char c : text) {
        if (c == '.') {
            pattern |= lit(tubes.at(tube).dot);
            continue;
        }
        if (c != '_') pattern |= lit(tubes.at(tube).digits.at(static_cast<std::size_t>(c - '0')));
        tube = tubes.size() - 1;
    }
    return pattern;
}

bool is_shown_as(char c) {
    return (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/// Where dots may stand in a text of up to four characters.
bool has_room_for_dots(std::string_view text) {
    constexpr std::size_t three = 3;
    if (text.size() < three) return true;
    const auto dots = std::count(text.begin(), text.begin() + three, '.');
    if (text.size() == three) return dots == 1 && text[2] != '.';
    return text[0] == '.' && dots == 2 && text[three] != '.';
}

}  // namespace

void Nixie::prepare_pins(Cause cause) {
    for (const int pin : {clock_pin, data_pin, latch_pin}) gpio_.output(pin, true, cause);
}

void Nixie::display(Pattern pattern, Cause cause) {
    if (powered_) pattern |= lit(supply_bit);
    prepare_pins(cause);
    for (int bit = bits; bit-- > 0;) {
        const bool lit = (pattern >> static_cast<unsigned>(bit) & 1U) != 0;
        gpio_.output(data_pin, !lit, cause);
        processor_.busy_wait(pulse);
        gpio_.output(clock_pin, false, cause);
        processor_.busy_wait(pulse);
        gpio_.output(clock_pin, true, cause);
        processor_.busy_wait(pulse);
    }
    gpio_.output(latch_pin, false, cause);
    processor_.busy_wait(pulse);
    gpio_.output(latch_pin, true, cause);
}

void Nixie::cycle(Cause cause) {
    for (const Pattern pattern : patterns) {
        display(pattern, cause);
        processor_.busy_wait(cycle_step);
    }
}

void Nixie::clear(Cause cause) {
    if (!is_depoisoning()) display(0, cause);
}

void Nixie::power(bool on, Cause cause) {
    powered_ = on;
    if (on && hours_ == TimerId::none) hours_ = processor_.every(depoison_period, [this] { depoison(0); });
    clear(cause);
}

void Nixie::depoison(std::size_t number) {
    if (number == patterns.size()) {
        step_ = TimerId::none;
        return;
    }
    display(patterns.at(number), Cause::none);
    step_ = processor_.after(depoison_step, [this, number] { depoison(number + 1); });
}

bool Nixie::show(std::string_view text, Cause cause) {
    prepare_pins(cause);
    if (!std::all_of(text.begin(), text.end(), is_shown_as) || !has_room_for_dots(text)) return false;
    display(pattern_of(text), cause);
    return true;
}

}  // namespace otbench::firmware
