#pragma once

#include "firmware_model/gpio.hpp"
#include "firmware_model/processor.hpp"

namespace otbench::firmware {

/// The temperature sensors' bus on GPIO12, without sensors: what remains of a search is its reset pulse, which leaves
/// the pin as an input (spec: firmware, section 9.3).
class OneWireBus {
public:
    OneWireBus(Processor& processor, Gpio& gpio) : processor_(processor), gpio_(gpio) {}

    /// Searches now and every 305 s.
    void start();

private:
    void search();

    Processor& processor_;
    Gpio& gpio_;
    TimerId searches_ = TimerId::none;
};

}  // namespace otbench::firmware
