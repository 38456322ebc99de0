#pragma once

#include <cstdint>

#include "firmware_model/board/gpio.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// A chain of WS2812B pixels on GPIO4 (spec: firmware, section 9.5). Writing them sends 24 bits a pixel, each a high
/// pulse whose length means 0 or 1, and locks interrupts for 30 us a pixel.
///
/// Only the first colour of a picture is known here: all pixels show it, whatever the picture draws with the others.
class NeoPixels {
public:
    static constexpr int pin = 4;
    static constexpr int most = 256;

    NeoPixels(Processor& processor, Gpio& gpio) : processor_(processor), gpio_(gpio) {}

    /// Writes `pixels` pixels of a colour (red, green and blue as 0xRRGGBB) and ends what was moving.
    void show(int pixels, std::uint32_t colour, Cause cause);
    /// Writes them every `period`, the first time one period from now, until something else is shown.
    void animate(int pixels, std::uint32_t colour, Nanoseconds period, Cause cause);

private:
    void write(int pixels, std::uint32_t colour, Cause cause);
    void write_bit(bool bit, Cause cause);

    Processor& processor_;
    Gpio& gpio_;
    TimerId pictures_ = TimerId::none;
};

}  // namespace otbench::firmware
