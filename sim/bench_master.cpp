#include "sim/bench_master.hpp"

#include <utility>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "sim/now.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::sim {
namespace {

constexpr int tx_pin = 1;
constexpr int rx_pin = 3;

}  // namespace

BenchMaster::BenchMaster(std::string name, BusSegment& bus, EventLog& log, std::function<void()> woken)
    : name_(std::move(name)),
      log_(log),
      woken_(std::move(woken)),
      clock_(name_ + ".clock"),
      shifter_(
          clock_, [this](Nanoseconds at, bool level, Cause cause) { pins_.drive_peripheral(tx_pin, at, level, cause); },
          [this](const bus::UartCharacter& character) { read(character); }) {
    shifter_.set_format(bus::UartFormat{});
    pins_.give_to_peripheral(tx_pin, now(), firmware::PinDrive::output_high);
    pins_.on_level(rx_pin, [this](Nanoseconds at, bool level, Cause cause) { shifter_.rx_changed(at, level, cause); });
    bus.attach_tx(pins_, tx_pin);
    bus.attach_rx(pins_, rx_pin);
}

void BenchMaster::send(OctetView octets, Cause cause) {
    const Cause event = log_.record_from(name_, now(), event::master_tx, cause, {{"hex", hex_text(octets)}});
    for (const std::uint8_t octet : octets) shifter_.send(octet, event);
}

OctetBuffer BenchMaster::take_received() {
    return std::exchange(received_, {});
}

void BenchMaster::read(const bus::UartCharacter& character) {
    log_.record_from(name_, now(), event::master_rx, character.cause, {{"hex", hex_text({&character.octet, 1})}});
    received_.push_back(character.octet);
    woken_();
}

}  // namespace otbench::sim
