#include "firmware_model/outputs/neo_pixels.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// WS2812B data sheet: how long a bit is high, and how long it takes.
constexpr Nanoseconds high_of_zero = 400ns;
constexpr Nanoseconds high_of_one = 800ns;
constexpr Nanoseconds bit_time = 1250ns;

/// In the order in which a pixel takes them: green, red, blue.
std::uint32_t sent_form(std::uint32_t colour) {
    constexpr std::uint32_t blue = 0x0000FF;
    constexpr std::uint32_t octet = 0xFF;
    return (colour >> 8U & octet) << 16U | (colour >> 16U & octet) << 8U | (colour & blue);
}

}  // namespace

void NeoPixels::show(int pixels, std::uint32_t colour, Cause cause) {
    processor_.cancel(pictures_);
    write(pixels, colour, cause);
}

void NeoPixels::animate(int pixels, std::uint32_t colour, Nanoseconds period, Cause cause) {
    processor_.cancel(pictures_);
    pictures_ = processor_.every(period, [this, pixels, colour, cause] { write(pixels, colour, cause); });
}

void NeoPixels::write(int pixels, std::uint32_t colour, Cause cause) {
    constexpr int bits = 24;
    const std::uint32_t sent = sent_form(colour);
    processor_.lock_interrupts();
    for (int pixel = 0; pixel < pixels; ++pixel) {
        for (int bit = bits; bit-- > 0;) write_bit((sent >> static_cast<unsigned>(bit) & 1U) != 0, cause);
    }
    processor_.unlock_interrupts();
}

void NeoPixels::write_bit(bool bit, Cause cause) {
    const Nanoseconds high = bit ? high_of_one : high_of_zero;
    gpio_.output(pin, true, cause);
    processor_.busy_wait(high);
    gpio_.output(pin, false, cause);
    processor_.busy_wait(bit_time - high);
}

}  // namespace otbench::firmware
