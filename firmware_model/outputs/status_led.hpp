#pragma once

#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// The colour LED of boards that have one. Its only effect on the device is time: each update keeps the
/// processor busy with interrupts locked (spec: firmware, section 9.2).
class StatusLed {
public:
    StatusLed(Processor& processor, bool fitted) : processor_(processor), fitted_(fitted) {}

    /// Shows another colour.
    void show();
    /// Goes off and on `times` times, changing every 100 ms from now on.
    void blink(int times);

private:
    void update();
    void toggle();

    Processor& processor_;
    bool fitted_;
    int toggles_left_ = 0;
    TimerId toggling_ = TimerId::none;
};

}  // namespace otbench::firmware
