#include "firmware_model/one_wire_bus.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

constexpr int pin = 12;
constexpr auto search_period = 305s;
constexpr auto release_time = 2us;
constexpr auto reset_pulse = 480us;

}  // namespace

void OneWireBus::start() {
    processor_.cancel(searches_);
    searches_ = processor_.every(search_period, [this] { search(); });
    search();
}

void OneWireBus::search() {
    gpio_.input(pin, false, Cause::none);
    processor_.busy_wait(release_time);
    gpio_.output(pin, false, Cause::none);
    processor_.busy_wait(reset_pulse);
    gpio_.input(pin, true, Cause::none);
    processor_.busy_wait(reset_pulse);
}

}  // namespace otbench::firmware
