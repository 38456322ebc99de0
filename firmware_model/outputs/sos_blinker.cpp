#include "firmware_model/outputs/sos_blinker.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// On and off in turn for that many dots; the last one separates two signals.
constexpr std::string_view sos =
    "111113"
    "313133"
    "111117";
constexpr auto dot = 100ms;

}  // namespace

void SosBlinker::start(int pin, bool repeats, Cause /*cause*/) {
    pin_ = pin;
    repeats_ = repeats;
    signal(0);
}

void SosBlinker::stop(Cause cause) {
    processor_.cancel(next_);
    if (pin_) gpio_.output(*pin_, false, cause);
    pin_.reset();
}

void SosBlinker::signal(std::size_t index) {
    if (index == sos.size()) {
        if (!repeats_) return stop(Cause::none);
        index = 0;
    }
    const bool lit = index % 2 == 0;
    gpio_.output(*pin_, lit, Cause::none);
    next_ = processor_.after((sos[index] - '0') * Nanoseconds{dot}, [this, index] { signal(index + 1); });
}

}  // namespace otbench::firmware
