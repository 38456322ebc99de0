#include "bus/frame/echo_filter.hpp"

namespace otbench::bus {

bool EchoFilter::takes(std::uint8_t octet, Nanoseconds at) {
    while (!expected_.empty() && at - expected_.front().at > patience) expected_.pop_front();
    if (expected_.empty()) return false;
    if (expected_.front().octet == octet) {
        expected_.pop_front();
        return true;
    }
    expected_.clear();
    return false;
}

}  // namespace otbench::bus
