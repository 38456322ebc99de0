#include "firmware_model/serial/hat.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "firmware_model/board/console.hpp"
#include "firmware_model/board/port_expander.hpp"
#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// Spec: firmware, section 8.
constexpr std::uint8_t eeprom_address = 0x50;
constexpr std::uint8_t expander_address = 0x20;
constexpr std::uint8_t bus_power = 0x01;  // port A, pin 0
constexpr std::string_view vendor = "packom.net";
constexpr std::string_view product = "M-Bus Master";

// EN 13757-2, 5.7; and the address that resets the selection of a slave, EN 13757-7, 5.1.
constexpr std::uint8_t snd_nke = 0x40;
constexpr std::uint8_t req_ud2 = 0x5B;
constexpr std::uint8_t acknowledgement = 0xE5;
constexpr std::uint8_t selected_slave = 0xFD;
constexpr std::uint8_t short_start = 0x10;
constexpr std::uint8_t stop = 0x16;

constexpr auto probe_time = 250ms;
constexpr std::size_t buffer_octets = 512;
constexpr std::size_t octets_per_message = 32;

// One pass of the event loop: without it a scan answer that is reported over and over (P6) would take no time at all.
constexpr auto event_loop_pass = 100us;

// What a telegram, the longest wait for an answer to it and the acknowledgement take (EN 13757-2, 5.5).
constexpr int telegram_bits = 5 * 11;
constexpr int longest_wait_bits = 330;
constexpr int acknowledgement_bits = 11;
constexpr auto longest_wait_extra = 50ms;

std::string frame(std::uint8_t control, std::uint8_t address) {
    const int checksum = control + address;
    std::string octets;
    for (const int octet : {int{short_start}, int{control}, int{address}, checksum, int{stop}}) {
        octets += static_cast<char>(octet);
    }
    return octets;
}

}  // namespace

Hat::Hat(Processor& processor, I2cBus& i2c, Uart0& uart, Messenger& messenger, Log& log, EventSink& events,
         const FirmwareOptions& options)
    : processor_(processor),
      i2c_(i2c),
      uart_(uart),
      messenger_(messenger),
      log_(log),
      events_(events),
      options_(options) {}

// ---- detection and bus power ----

void Hat::detect() {
    std::array<ReceivedOctet, hat_eeprom_octets> octets{};
    const boost::span<ReceivedOctet> all{octets};
    i2c_.write(eeprom_address, {0, 0}, Cause::none);
    i2c_.read(eeprom_address, all.first(hat_eeprom_header_octets));
    i2c_.write(eeprom_address, {0, hat_eeprom_header_octets}, Cause::none);
    i2c_.read(eeprom_address, all.subspan(hat_eeprom_header_octets));

    std::array<std::uint8_t, hat_eeprom_octets> image{};
    std::transform(octets.begin(), octets.end(), image.begin(), [](const ReceivedOctet& o) { return o.octet; });
    identity_ = parse_hat_eeprom(image);
    installed_ = identity_ && identity_->vendor.rfind(vendor, 0) == 0 && identity_->product.rfind(product, 0) == 0;
    if (installed_) start_expander(Cause::none);
}

/// The expander sees the register in one transfer and the value in another.
bool Hat::write_expander(std::uint8_t reg, std::uint8_t value, Cause cause) {
    const bool selected = i2c_.write(expander_address, {reg}, cause);
    return i2c_.write(expander_address, {value}, cause) && selected;
}

bool Hat::start_expander(Cause cause) {
    using Expander = PortExpander;
    constexpr std::array<std::uint8_t, 5> cleared = {Expander::iocon, Expander::iodir_a, Expander::gpio_a,
                                                     Expander::iodir_b, Expander::gpio_b};
    return std::all_of(cleared.begin(), cleared.end(), [&](std::uint8_t reg) { return write_expander(reg, 0, cause); });
}

void Hat::use_uart(std::uint32_t divider, std::uint8_t format, bool receive, Cause cause) {
    uart_.clear_received();
    uart_.configure(divider, format, cause);
    uart_.enable_receive_interrupt(receive);
}

bool Hat::switch_on(Cause cause) {
    use_uart(Uart0::clock_hz / baud, Uart0::format_8e1, true, cause);
    processor_.attach_interrupt(Processor::uart0_interrupt, [this] { collect(); });
    start_expander(cause);
    bool powered = write_expander(PortExpander::gpio_a, bus_power, cause);
    powered = write_expander(PortExpander::gpio_b, 0, cause) && powered;
    enabled_ = powered || !options_.fixes[Quirk::unpowered_hat_ok];
    if (!enabled_) use_uart(Uart0::console_divider, Uart0::format_8n1, false, cause);
    return enabled_;
}

void Hat::switch_off(Cause cause) {
    write_expander(PortExpander::gpio_a, 0, cause);
    write_expander(PortExpander::gpio_b, 0, cause);
    use_uart(Uart0::console_divider, Uart0::format_8n1, false, cause);
    processor_.cancel(std::exchange(next_telegram_, TimerId::none));
    spaced_.clear();
    enabled_ = false;
}

// ---- sending ----

void Hat::send(const Telegram& telegram, Cause cause) {
    const std::string octets = frame(telegram.control, telegram.address);
    const ConsoleRules rules = ConsoleRules::for_frames(options_);
    const std::string sent = rules.apply(octets);
    const Nanoseconds now = processor_.now();
    const EventField source{"origin", "cmd"};
    const Cause event =
        rules.are_assumed_for(octets)
            ? events_.record(now, event::uart_tx, cause, {source, {"hex", hex_text(sent)}, {"format_sensitive", true}})
            : events_.record(now, event::uart_tx, cause, {source, {"hex", hex_text(sent)}});
    uart_.send(sent, event);
}

void Hat::query(std::uint8_t address, Cause cause) {
    const bool idle = spaced_.empty();
    spaced_.insert(spaced_.end(), {{snd_nke, selected_slave}, {snd_nke, selected_slave}, {req_ud2, address}});
    if (options_.fixes[Quirk::query_without_pause]) {
        if (idle) send_spaced(cause);
        return;
    }
    for (const Telegram& telegram : std::exchange(spaced_, {})) send(telegram, cause);  // quirk Q72
}

/// The next telegram, and those after it when whoever heard it has had time to answer.
void Hat::send_spaced(Cause cause) {
    send(spaced_.front(), cause);
    next_telegram_ = processor_.after(turnaround(), [this, cause] {
        spaced_.pop_front();
        if (!spaced_.empty()) send_spaced(cause);
    });
}

Nanoseconds Hat::turnaround() const {
    constexpr std::int64_t bits = telegram_bits + longest_wait_bits + acknowledgement_bits;
    return std::chrono::microseconds{bits * 1'000'000 / baud} + longest_wait_extra;
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
    send({snd_nke, probed_}, cause);
    const Nanoseconds time =
        options_.fixes[Quirk::late_scan_answer] ? std::max<Nanoseconds>(probe_time, turnaround()) : probe_time;
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
