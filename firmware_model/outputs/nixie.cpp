#include "firmware_model/outputs/nixie.hpp"

#include <algorithm>

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// Spec: firmware, sections 9.5 and 10.
constexpr int bits = 24;
constexpr int bits_of_tube = 12;
constexpr int dot_bit = 10;
constexpr int patterns = 13;
constexpr auto pulse = 1us;
constexpr auto cycle_step = 10ms;
constexpr auto depoison_step = 5s;
constexpr auto depoison_period = 3600s;

/// All tubes showing the same: a digit, a dot, or nothing.
std::uint32_t pattern_number(int number) {
    constexpr int blank = patterns - 1;
    if (number == blank) return 0;
    const auto lit = 1U << static_cast<unsigned>(number);
    return lit << bits_of_tube | lit;
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
    shown_ = pattern;
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
    for (int number = 0; number < patterns; ++number) {
        display(pattern_number(number), cause);
        processor_.busy_wait(cycle_step);
    }
}

void Nixie::clear(Cause cause) {
    display(0, cause);
}

void Nixie::power(bool on, Cause cause) {
    processor_.cancel(hours_);
    processor_.cancel(step_);
    step_ = TimerId::none;
    if (on) hours_ = processor_.every(depoison_period, [this] { depoison(0); });
    display(on ? shown_ : 0, cause);
}

void Nixie::depoison(int number) {
    if (number == patterns) {
        step_ = TimerId::none;
        return;
    }
    display(pattern_number(number), Cause::none);
    step_ = processor_.after(depoison_step, [this, number] { depoison(number + 1); });
}

bool Nixie::show(std::string_view text, Cause cause) {
    prepare_pins(cause);
    if (!std::all_of(text.begin(), text.end(), is_shown_as) || !has_room_for_dots(text)) return false;
    display(pattern_of(text), cause);
    return true;
}

Nixie::Pattern Nixie::pattern_of(std::string_view text) {
    // A dot belongs to the tube of the digit after it; of a lone digit that is the last tube.
    Pattern pattern = 0;
    int tube = 0;
    for (auto c = text.rbegin(); c != text.rend(); ++c) {
        const auto first_bit = static_cast<unsigned>(std::min(tube, 1) * bits_of_tube);
        if (*c == '.') {
            const bool before_digit = tube > 0;
            pattern |= 1U << (before_digit ? (static_cast<unsigned>(tube) - 1) * bits_of_tube + dot_bit : dot_bit);
        } else {
            if (*c != '_') pattern |= 1U << (first_bit + static_cast<unsigned>(*c - '0'));
            ++tube;
        }
    }
    return pattern;
}

}  // namespace otbench::firmware
