#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bus/record/quantity.hpp"
#include "meters/values/live_values.hpp"

namespace otbench::meters {

/// A heat meter's calculator. From the meter's flow and its flow and return temperature, constant or live, it makes
/// power and temperature difference, and from what they are now energy and volume, by the heat coefficient of EN
/// 1434-1. While no water flows power and temperature difference are in their error state, where the meter has one, and
/// the status is "temporary error"; a temperature that is in its error state is a permanent error, and nothing is
/// counted.
class HeatMeter {
public:
    /// "heat", and behind it, each where wanted: "in-flow", the flow is measured in the flow pipe, otherwise in the
    /// return; "billing=06-30", the last day of a year, by whose end storage 1 is stored with its date; by the meter's
    /// clock, which runs from the time that it shows. Makes the meter's values live from `at` on.
    [[nodiscard]] static Checked<HeatMeter> make(std::string_view text, LiveValues& values, Readout& readout,
                                                 const Profile& profile, Nanoseconds at);

    /// As it was written.
    [[nodiscard]] const std::string& text() const { return text_; }
    /// Its bits in a meter's status, at what the meter shows now.
    [[nodiscard]] std::uint8_t status(std::uint8_t before, const Readout& readout) const;

private:
    struct Options {
        bool in_flow = false;
        std::string billing;
    };

    [[nodiscard]] static Checked<Options> parse(std::string_view text);

    std::string text_;
    std::string flow_, flow_temperature_, return_temperature_;  ///< names of values
};

}  // namespace otbench::meters
