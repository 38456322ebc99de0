#include "firmware_model/outputs/neo_pixels.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

constexpr auto time_of_pixel = 30us;

}  // namespace

void NeoPixels::show(int pixels, Cause cause) {
    processor_.cancel(pictures_);
    write(pixels, cause);
}

void NeoPixels::animate(int pixels, Nanoseconds period, Cause cause) {
    show(pixels, cause);
    pictures_ = processor_.every(period, [this, pixels, cause] { write(pixels, cause); });
}

void NeoPixels::write(int pixels, Cause cause) {
    gpio_.output(pin, false, cause);
    processor_.lock_interrupts();
    processor_.busy_wait(pixels * Nanoseconds{time_of_pixel});
    processor_.unlock_interrupts();
}

}  // namespace otbench::firmware
