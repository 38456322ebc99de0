#pragma once

#include <string>

#include "firmware_model/board/uart0.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// Waits during the boot for a user at the console to type `break` (spec: firmware, section 1.7). The first five
/// characters that UART 0 receives within a second decide.
class BreakCheck {
public:
    BreakCheck(Processor& processor, Uart0& uart) : processor_(processor), uart_(uart) {}

    /// Begins to listen. Calls `menu` as soon as the five characters have come, or `boot` at the end of the second.
    void start(Processor::Task menu, Processor::Task boot);

private:
    void collect();
    void stop();

    Processor& processor_;
    Uart0& uart_;
    Processor::Task menu_;
    TimerId window_ = TimerId::none;
    std::string received_;
};

}  // namespace otbench::firmware
