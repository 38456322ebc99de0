#include "bus/frame/echo_filter.hpp"

namespace otbench::bus {

void EchoFilter::sent(std::uint8_t octet, Nanoseconds at) {
    forget_until(at);
    expected_.push_back({octet, at});
}

bool EchoFilter::takes(std::uint8_t octet, Nanoseconds at) {
    forget_until(at);
    if (expected_.empty()) return false;
    if (expected_.front().octet == octet) {
        expected_.pop_front();
        return true;
    }
    expected_.clear();
    return false;
}

void EchoFilter::forget_until(Nanoseconds now) {
    while (!expected_.empty() && now - expected_.front().at > patience) expected_.pop_front();
}

}  // namespace otbench::bus
