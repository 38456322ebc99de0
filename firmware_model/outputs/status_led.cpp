#include "firmware_model/outputs/status_led.hpp"

#include <algorithm>

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

constexpr auto update_time = 10us;  // what the reference recordings count
constexpr auto toggle_period = 100ms;
constexpr int most_toggles = 10;

}  // namespace

void StatusLed::update() {
    processor_.lock_interrupts();
    processor_.busy_wait(update_time);
    processor_.unlock_interrupts();
}

void StatusLed::show() {
    if (fitted_) update();
}

void StatusLed::blink(int times) {
    if (!fitted_) return;
    toggles_left_ = std::min(toggles_left_ + 2 * times, most_toggles);
    processor_.cancel(toggling_);
    update();
    toggling_ = processor_.every(toggle_period, [this] { toggle(); });
}

void StatusLed::toggle() {
    if (--toggles_left_ < 0) {
        toggles_left_ = 0;
        processor_.cancel(toggling_);
    } else {
        update();
    }
}

}  // namespace otbench::firmware
