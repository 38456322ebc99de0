#pragma once

#include <optional>
#include <string_view>

#include "bus/master/master.hpp"
#include "runner/steps/bus/bus_step.hpp"

namespace otbench::runner {

/// A step of the bench's own master at a bus.
struct MasterStep : BusStep {
    std::optional<int> baud;
    std::optional<bus::MasterStyle> style;

    /// The master, with the speed and the style of this step.
    [[nodiscard]] bus::Master& master(Execution& run) const;
};

inline constexpr Key master_baud_key{"baud", types::speed, optional,
                                     "The speed of the master from now on; 2400 at the start."};
inline constexpr Key master_style_key{
    "style", types::label, optional,
    "The master whose behaviour the bench's own repeats from now on, such as libmbus; at first standard."};

/// Takes these keys, and the bus, which may be null after a diagnostic; another one at `verb` when that bus has another
/// master.
void read_master_keys(const Mapping& step, std::string_view verb, const Bus* bus, MasterStep& action);

}  // namespace otbench::runner
