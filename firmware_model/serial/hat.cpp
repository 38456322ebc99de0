#include "firmware_model/serial/hat.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// Spec: firmware, section 8.
constexpr std::uint8_t acknowledgement = 0xE5;  // EN 13757-2, 5.7
constexpr auto probe_time = 250ms;
constexpr std::size_t buffer_octets = 512;
constexpr std::size_t octets_per_message = 32;

// One pass of the event loop: without it a scan answer that is reported over and over (P6) would take no time at all.
constexpr auto event_loop_pass = 100us;

}  // namespace

Hat::Hat(Processor& processor, I2cBus& i2c, Uart0& uart, Messenger& messenger, Log& log, EventSink& events,
         const FirmwareOptions& options)
    : processor_(processor),
      uart_(uart),
      messenger_(messenger),
      log_(log),
      options_(options),
      board_(i2c),
      sender_(processor, uart, events, options) {}

// ---- bus power ----

void Hat::use_uart(std::uint32_t divider, std::uint8_t format, bool receive, Cause cause) {
    uart_.clear_received();
    uart_.configure(divider, format, cause);
    uart_.enable_receive_interrupt(receive);
}

bool Hat::switch_on(Cause cause) {
    use_uart(Uart0::clock_hz / baud, Uart0::format_8e1, true, cause);
    processor_.attach_interrupt(Processor::uart0_interrupt, [this] { collect(); });
    const bool powered = board_.power_on(cause);
    enabled_ = powered || !options_.fixes[Quirk::unpowered_hat_ok];
    if (!enabled_) use_uart(Uart0::console_divider, Uart0::format_8n1, false, cause);
    return enabled_;
}

void Hat::switch_off(Cause cause) {
    board_.power_off(cause);
    use_uart(Uart0::console_divider, Uart0::format_8n1, false, cause);
    sender_.clear();
    enabled_ = false;
}

// ---- scanning ----

void Hat::scan(std::uint8_t first, std::uint8_t last, Cause cause) {
    scanning_ = true;
    probed_ = first;
    last_probe_ = last;
    messenger_.status("mbus", {"scan", "started"}, cause);
    probe(cause);
}

void Hat::probe(Cause cause) {
    sender_.reset_slave(probed_, cause);
    const Nanoseconds time = options_.fixes[Quirk::late_scan_answer]
                                 ? std::max<Nanoseconds>(probe_time, HatSender::turnaround(baud))
                                 : probe_time;
    processor_.after(time, [this, cause] { end_of_probe(cause); });
}

void Hat::end_of_probe(Cause cause) {
    if (probed_ < last_probe_) {
        ++probed_;
        probe(cause);
    } else {
        scanning_ = false;
        messenger_.status("mbus", {"scan", "done"}, cause);
    }
}

// ---- receiving ----

void Hat::collect() {
    while (const auto octet = uart_.read()) {
        if (received_.size() < buffer_octets) {
            received_.push_back(*octet);
        } else {
            ++lost_;  // quirk Q77
        }
    }
    publish_later(options_.zero_timer_delay);
}

void Hat::publish_later(Nanoseconds delay) {
    processor_.cancel(publisher_);
    publisher_ = processor_.after(delay, [this] { publish_received(); });
}

void Hat::publish_received() {
    if (received_.empty()) return;
    if (!scanning_) return publish_data();
    if (is_scan_answer()) return publish_scan_answer();
    received_.erase(received_.begin(), received_.begin() + std::min(received_.size(), octets_per_message));
    if (!received_.empty()) publish_later(options_.zero_timer_delay);
}

void Hat::publish_data() {
    const std::size_t count = std::min(received_.size(), octets_per_message);
    std::string digits;
    std::vector<Cause> sources;
    for (std::size_t i = 0; i < count; ++i) {
        digits += fmt::format("{:02x}", received_[i].octet);
        sources.push_back(received_[i].source);
    }
    received_.erase(received_.begin(), received_.begin() + count);
    messenger_.status("mbus", {"data", digits}, sources.back(), sources);
    if (!received_.empty()) return publish_later(options_.zero_timer_delay);
    const int lost = std::exchange(lost_, 0);
    if (lost > 0 && options_.fixes[Quirk::hat_overflow_unreported]) {
        log_.error("MBUS", fmt::format("Receive buffer full: {} bytes lost", lost), sources.back());
    }
}

bool Hat::is_scan_answer() const {
    const auto answers = [](const ReceivedOctet& octet) { return octet.octet == acknowledgement; };
    if (options_.fixes[Quirk::late_scan_answer]) return std::any_of(received_.begin(), received_.end(), answers);
    return received_.size() == 1 && answers(received_.front());
}

void Hat::publish_scan_answer() {
    messenger_.status("mbus", {"scan", "ok", fmt::format("{}", probed_)}, received_.back().source);
    const bool stays =
        options_.scan_report == FirmwareOptions::ScanReport::repeat && !options_.fixes[Quirk::scan_answer_stays];
    if (stays) {
        publish_later(std::max<Nanoseconds>(options_.zero_timer_delay, event_loop_pass));
    } else {
        received_.clear();
    }
}

}  // namespace otbench::firmware
