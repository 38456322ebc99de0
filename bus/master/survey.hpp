#pragma once

#include <optional>
#include <vector>

#include "bus/master/master.hpp"

namespace otbench::bus {

/// All that a slave can be asked for without changing it.
struct Survey {
    struct Part {
        std::optional<std::uint8_t> subcode;  ///< of the application reset before it; the first part has none
        std::vector<OctetBuffer> telegrams;   ///< whole frames
    };
    Readout::End end = Readout::End::no_answer;  ///< of the readout without an application reset
    std::vector<Part> parts;                     ///< complete readouts; at least one when `end` is complete
    OctetBuffer class_1;                         ///< the answer to REQ_UD1, a whole frame; empty when it has none
};

/// Reads the slave, then its class 1 data, then once more after an application reset with each of the 16 subcodes of
/// EN 13757-3 (spec: M-Bus protocol, 7.2), and at last resets it to its default readout.
[[nodiscard]] Survey survey(Master& master, std::uint8_t address);

}  // namespace otbench::bus
