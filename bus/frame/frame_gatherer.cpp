#include "bus/frame/frame_gatherer.hpp"

#include <utility>

namespace otbench::bus {

OctetBuffer FrameGatherer::add(std::uint8_t octet) {
    held_.push_back(octet);
    OctetView rest{&octet, 1};
    while (!std::holds_alternative<NeedMore>(splitter_.next(rest))) {
    }
    if (splitter_.pending()) return {};
    return std::exchange(held_, {});
}

OctetBuffer FrameGatherer::gap() {
    splitter_.reset();
    return std::exchange(held_, {});
}

}  // namespace otbench::bus
