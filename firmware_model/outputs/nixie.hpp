#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "firmware_model/board/gpio.hpp"
#include "firmware_model/processor/processor.hpp"

namespace otbench::firmware {

/// The nixie display: a shift register of 24 bits on three pins, written bit by bit while everything else waits (spec:
/// firmware, section 9.5). Two tubes of ten digits and a dot hang on 22 of the bits, the supply of both on another one.
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
    /// Switches the tubes' supply and shows no digit. Once it has been on, every pattern is shown for 5 s each hour,
    /// also after it was switched off. While that goes on, neither this nor `clear` writes anything.
    void power(bool on, Cause cause);
    /// Shows digits, blanks (`_`) and dots. False for another character or a dot in a place that has none; the pins are
    /// made high all the same.
    bool show(std::string_view text, Cause cause);
    /// Makes the three pins high outputs, as every command that shows something does first.
    void prepare_pins(Cause cause);

private:
    using Pattern = std::uint32_t;  ///< bit 23 is shifted first; set: lit

    void display(Pattern pattern, Cause cause);
    void depoison(std::size_t number);

    Processor& processor_;
    Gpio& gpio_;
    bool powered_ = false;
    TimerId hours_ = TimerId::none;
    TimerId step_ = TimerId::none;
};

}  // namespace otbench::firmware
