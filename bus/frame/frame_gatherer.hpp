#pragma once

#include <cstdint>

#include "base/octets.hpp"
#include "bus/frame/frame.hpp"

namespace otbench::bus {

/// Keeps the octets of a frame together: what is sent over a line with delays of its own must not fall apart there, as
/// 33 bit times of silence end a frame (spec: M-Bus protocol, section 2).
///
/// Octets that cannot be a frame's beginning are not held. Time is the caller's.
class FrameGatherer {
public:
    /// Takes an octet in; returns what may go on: everything held once a frame is complete, otherwise nothing.
    [[nodiscard]] OctetBuffer add(std::uint8_t octet);
    /// The line fell silent: what is held, complete or not.
    [[nodiscard]] OctetBuffer gap();
    [[nodiscard]] bool pending() const { return !held_.empty(); }

private:
    FrameSplitter splitter_;
    OctetBuffer held_;
};

}  // namespace otbench::bus
