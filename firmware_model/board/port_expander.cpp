#include "firmware_model/board/port_expander.hpp"

#include <fmt/core.h>

#include "base/event_kinds.hpp"

namespace otbench::firmware {
namespace {

// Writing a port writes its output latch, two registers above it (datasheet, 3.5.10).
constexpr std::uint8_t latch_above_port = 2;

}  // namespace

PortExpander::PortExpander(const FirmwareOptions& options, EventSink& events, std::function<Nanoseconds()> now,
                           std::function<void(std::uint8_t high, Cause cause)> port_a_changed)
    : options_(options), events_(events), now_(std::move(now)), port_a_changed_(std::move(port_a_changed)) {
    constexpr std::uint8_t all_inputs = 0xFF;
    registers_.fill(0);
    registers_[iodir_a] = registers_[iodir_b] = all_inputs;
}

void PortExpander::write(boost::span<const std::uint8_t> octets, Cause cause) {
    if (octets.empty()) return;
    if (value_follows_ && octets.size() == 1 && options_.expander_writes_land) {
        write_register(octets[0], cause);
        value_follows_ = false;
        return;
    }
    selected_ = octets[0];
    value_follows_ = octets.size() == 1;
    for (const std::uint8_t value : octets.subspan(1)) write_register(value, cause);
}

void PortExpander::write_register(std::uint8_t value, Cause cause) {
    const std::uint8_t before = driven_high();
    const Cause written = events_.record(now_(), event::i2c_write, cause,
                                         {{"addr", 0x20}, {"hex", fmt::format("{:02x}{:02x}", selected_, value)}});
    const bool is_port = selected_ == gpio_a || selected_ == gpio_b;
    if (selected_ < register_count) registers_[is_port ? selected_ + latch_above_port : selected_] = value;
    if (driven_high() != before) port_a_changed_(driven_high(), written);
}

std::uint8_t PortExpander::driven_high() const {
    return static_cast<std::uint8_t>(registers_[gpio_a + latch_above_port] & ~registers_[iodir_a]);
}

ReceivedOctet PortExpander::read() {
    value_follows_ = false;
    const bool is_port = selected_ == gpio_a || selected_ == gpio_b;
    const std::size_t from = is_port ? selected_ + latch_above_port : selected_;
    return {from < register_count ? registers_[from] : std::uint8_t{0}, Cause::none};
}

}  // namespace otbench::firmware
