#pragma once

#include <functional>

#include "firmware_model/board/gpio.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// A chain of WS2812B pixels on GPIO4 (spec: firmware, section 9.5). Writing them locks interrupts for 30 us a pixel.
/// The single bits, of 1.25 us, are not shown on the pin; it is left low.
class NeoPixels {
public:
    static constexpr int pin = 4;
    static constexpr int most = 256;

    NeoPixels(Processor& processor, Gpio& gpio) : processor_(processor), gpio_(gpio) {}

    /// Shows a picture on `pixels` pixels and ends what was moving.
    void show(int pixels, Cause cause);
    /// Shows a picture, and the next one every `period`, until something else is shown.
    void animate(int pixels, Nanoseconds period, Cause cause);

private:
    void write(int pixels, Cause cause);

    Processor& processor_;
    Gpio& gpio_;
    TimerId pictures_ = TimerId::none;
};

}  // namespace otbench::firmware
