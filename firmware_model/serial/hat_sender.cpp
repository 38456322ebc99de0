#include "firmware_model/serial/hat_sender.hpp"

#include <string>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "firmware_model/board/console.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// EN 13757-2, 5.7; and the address that resets the selection of a slave, EN 13757-7, 5.1.
constexpr std::uint8_t snd_nke = 0x40;
constexpr std::uint8_t req_ud2 = 0x5B;
constexpr std::uint8_t selected_slave = 0xFD;
constexpr std::uint8_t short_start = 0x10;
constexpr std::uint8_t stop = 0x16;

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

Nanoseconds HatSender::turnaround(std::uint32_t baud) {
    constexpr std::int64_t bits = telegram_bits + longest_wait_bits + acknowledgement_bits;
    return std::chrono::microseconds{bits * 1'000'000 / baud} + longest_wait_extra;
}

void HatSender::reset_slave(std::uint8_t address, Cause cause) {
    send({snd_nke, address}, cause);
}

void HatSender::query(std::uint8_t address, std::uint32_t baud, Cause cause) {
    const bool idle = spaced_.empty();
    spaced_.insert(spaced_.end(), {{snd_nke, selected_slave}, {snd_nke, selected_slave}, {req_ud2, address}});
    if (options_.fixes[Quirk::query_without_pause]) {
        if (idle) send_spaced(baud, cause);
        return;
    }
    for (const Telegram& telegram : std::exchange(spaced_, {})) send(telegram, cause);  // quirk Q72
}

void HatSender::clear() {
    processor_.cancel(std::exchange(next_telegram_, TimerId::none));
    spaced_.clear();
}

void HatSender::send(const Telegram& telegram, Cause cause) {
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

/// The next telegram, and those after it when whoever heard it has had time to answer.
void HatSender::send_spaced(std::uint32_t baud, Cause cause) {
    send(spaced_.front(), cause);
    next_telegram_ = processor_.after(turnaround(baud), [this, baud, cause] {
        spaced_.pop_front();
        if (!spaced_.empty()) send_spaced(baud, cause);
    });
}

}  // namespace otbench::firmware
