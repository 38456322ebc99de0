#pragma once

#include <optional>
#include <string_view>

#include "firmware_model/board/gpio.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// Blinks SOS on a pin, so that a light-emitting diode identifies the pin (spec: firmware,
/// section 4.4). A dot takes 100 ms; the recordings do not show it.
class SosBlinker {
public:
    SosBlinker(Processor& processor, Gpio& gpio) : processor_(processor), gpio_(gpio) {}

    [[nodiscard]] bool is_running() const { return pin_.has_value(); }
    void start(int pin, bool repeats, Cause cause);
    void stop(Cause cause);

private:
    void signal(std::size_t index);

    Processor& processor_;
    Gpio& gpio_;
    std::optional<int> pin_;
    bool repeats_ = false;
    TimerId next_ = TimerId::none;
};

}  // namespace otbench::firmware
