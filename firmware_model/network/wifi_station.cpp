#include "firmware_model/network/wifi_station.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

constexpr int give_up_after_ticks = 30;
constexpr auto time_without_address = 300s;

}  // namespace

void WifiStation::connect(const std::string& ssid) {
    ssid_ = ssid;
    watch();
}

void WifiStation::watch() {
    processor_.cancel(ticks_);
    processor_.cancel(timeout_);
    ticks_without_address_ = 0;
    ticks_ = processor_.every(1s, [this] { tick(); });
    timeout_ = processor_.after(time_without_address, on_timeout_);
    network_.wifi_connect(ssid_);
}

void WifiStation::lost() {
    has_address_ = false;
    watch();
}

void WifiStation::tick() {
    if (has_address_) {
        processor_.cancel(ticks_);
        processor_.cancel(timeout_);
        on_address_();
    } else if (++ticks_without_address_ > give_up_after_ticks) {
        processor_.cancel(ticks_);
    }
}

}  // namespace otbench::firmware
