#pragma once

#include <cstdint>
#include <string_view>

#include "firmware_model/board/gpio.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// The nixie display: a shift register of 24 bits on three pins, written bit by bit while everything else waits (spec:
/// firmware, section 9.5). The order of the tubes' cathodes in the register is not known; here each of two tubes has
/// twelve bits, the digits 0 to 9 and its two dots, the first tube first.
class Nixie {
public:
    static constexpr int clock_pin = 4;
    static constexpr int data_pin = 5;
    static constexpr int latch_pin = 13;
    static constexpr std::size_t longest_text = 4;

    Nixie(Processor& processor, Gpio& gpio) : processor_(processor), gpio_(gpio) {}

    /// True while the digits are shown one after the other so that none of them is poisoned.
    [[nodiscard]] bool is_depoisoning() const { return step_ != TimerId::none; }

    /// Shows each pattern for 10 ms.
    void cycle(Cause cause);
    void clear(Cause cause);
    /// Shows what was shown before, and from then on every pattern once an hour for 5 s; or nothing, and no more.
    void power(bool on, Cause cause);
    /// Shows digits, blanks (`_`) and dots. False for another character or a dot in a place that has none; the pins are
    /// made high all the same.
    bool show(std::string_view text, Cause cause);

private:
    using Pattern = std::uint32_t;  ///< bit 23 is shifted first; set: lit

    static Pattern pattern_of(std::string_view text);
    void prepare_pins(Cause cause);
    void display(Pattern pattern, Cause cause);
    void depoison(int pattern);

    Processor& processor_;
    Gpio& gpio_;
    Pattern shown_ = 0;
    TimerId hours_ = TimerId::none;
    TimerId step_ = TimerId::none;
};

}  // namespace otbench::firmware
