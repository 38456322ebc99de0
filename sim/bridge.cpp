#include "sim/bridge.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "meters/link/frame_receiver.hpp"
#include "sim/now.hpp"

namespace otbench::sim {
namespace {

using firmware::PinDrive;

/// How many octets of the peer may wait for the line before the peer has to wait: several of the longest frames.
constexpr std::size_t most_waiting = 2048;
constexpr std::size_t few_waiting = 512;

// The pins of a master's UART in its bank.
constexpr int master_tx = 1;
constexpr int master_rx = 3;

}  // namespace

Bridge::Bridge(const BridgeSettings& settings, Pacer& pacer, EventLog& log)
    : settings_(settings),
      pacer_(pacer),
      log_(log),
      clock_(settings.name + ".clock"),
      shifter_(
          clock_, [this](Nanoseconds at, bool level, Cause cause) { drive(at, level, cause); },
          [this](const bus::UartCharacter& character) { read(character); }),
      port_(pacer, settings.endpoint, settings.format, *this) {
    shifter_.set_format(settings.format);
}

void Bridge::join_as_slave(BusSegment& bus) {
    drive_ = [space_current = bus.attach_slave(*this)](Nanoseconds, bool level, Cause cause) {
        space_current(!level, cause);
    };
}

void Bridge::join_as_master(BusSegment& bus) {
    join_as_device(converter_pins_, master_tx, master_rx);
    bus.attach_tx(converter_pins_, master_tx);
    bus.attach_rx(converter_pins_, master_rx);
}

void Bridge::join_as_device(firmware::PinBank& pins, int tx, int rx) {
    pins.give_to_peripheral(tx, now(), PinDrive::output_high);
    pins.on_level(rx, [this](Nanoseconds at, bool level, Cause cause) { shifter_.rx_changed(at, level, cause); });
    drive_ = [&pins, tx](Nanoseconds at, bool level, Cause cause) { pins.drive_peripheral(tx, at, level, cause); };
}

void Bridge::join_uart(firmware::PinBank& pins, int tx, int rx) {
    pins.on_drive(tx, [this](Nanoseconds at, PinDrive drive, Cause cause) {
        shifter_.rx_changed(at, drive != PinDrive::output_low, cause);
    });
    pins.set_external(rx, now(), true, Cause::none);
    drive_ = [&pins, rx](Nanoseconds at, bool level, Cause cause) { pins.set_external(rx, at, level, cause); };
}

// ---- from the peer ----

void Bridge::peer_received(const std::string& peer, OctetView octets) {
    constexpr std::size_t most_turns = 10'000;
    last_received_ = std::max({last_received_, pacer_.time(), now()});  // the clock may have been set back
    if (turns_.empty() || turns_.back().peer != peer) turns_.push_back({last_received_, peer});
    if (turns_.size() > most_turns) turns_.pop_front();
    clock_.at(last_received_, [this, taken = OctetBuffer{octets.begin(), octets.end()}] {
        adapt_format();
        for (const std::uint8_t octet : taken) receive(octet);
    });
}

std::string Bridge::sender_at(Nanoseconds at) const {
    const auto after = std::upper_bound(turns_.begin(), turns_.end(), at,
                                        [](Nanoseconds time, const Turn& turn) { return time < turn.at; });
    return after == turns_.begin() ? std::string{} : std::prev(after)->peer;
}

/// A client may have set another speed.
void Bridge::adapt_format() {
    const bus::UartFormat format = port_.format();
    const bus::UartFormat& present = *shifter_.format();
    if (format.baud == present.baud && format.parity == present.parity && format.stop_bits == present.stop_bits) return;
    shifter_.set_format(format);
}

void Bridge::receive(std::uint8_t octet) {
    if (hears_echo() && echo_.takes(octet, now())) return;
    ++record_.octets_in;
    shifter_.send(octet,
                  log_.record_from(label(), now(), event::bridge_in, Cause::none, {{"hex", hex_text({&octet, 1})}}));
    if (paused_ || shifter_.waiting() < most_waiting) return;
    paused_ = true;
    port_.pause(true);
}

void Bridge::drive(Nanoseconds at, bool level, Cause cause) {
    if (paused_ && shifter_.waiting() < few_waiting) {
        paused_ = false;
        port_.pause(false);
    }
    drive_(at, level, cause);
}

// ---- to the peer ----

void Bridge::read(const bus::UartCharacter& character) {
    const bool sound = character.parity_ok && character.framing_ok;
    if (!sound) {
        ++record_.damaged;
        log_.record_from(
            label(), now(), event::bridge_damaged, character.cause,
            {{"what", character.framing_ok ? "parity error" : "framing error"}, {"octet", int{character.octet}}});
    }
    const bool own = shifter_.is_sending();
    if (settings_.role == BridgeRole::master ? own && !settings_.echo : !sound) return;
    const bus::UartFormat& format = *shifter_.format();
    const Nanoseconds end = std::max(character.start + format.bit_start(format.bits()), now());
    clock_.at(end, [this, octet = character.octet, cause = character.cause, end] {
        if (settings_.role == BridgeRole::master)
            send_out({octet}, end, cause);
        else
            gather(octet, end, cause);
    });
}

void Bridge::gather(std::uint8_t octet, Nanoseconds end, Cause cause) {
    clock_.cancel(silence_);
    if (const auto frame = gatherer_.add(octet); !frame.empty()) return send_out(frame, end, cause);
    const Nanoseconds silent = end + shifter_.format()->bit_start(meters::gap_bits);
    silence_ = clock_.at(silent, [this, silent, cause] { send_out(gatherer_.gap(), silent, cause); });
}

void Bridge::send_out(const OctetBuffer& octets, Nanoseconds due, Cause cause) {
    if (!port_.send(octets, due)) {
        record_.unheard += octets.size();
        return;
    }
    record_.octets_out += octets.size();
    if (hears_echo())
        for (const std::uint8_t octet : octets) echo_.sent(octet, due);
    log_.record_from(label(), due, event::bridge_out, cause, {{"hex", hex_text(octets)}});
}

// ---- connections ----

void Bridge::peer_connected(const std::string& peer) {
    visit(true, peer);
}

void Bridge::peer_disconnected(const std::string& peer) {
    visit(false, peer);
    clock_.at(std::max(pacer_.time(), now()), [this] { shifter_.reset(); });
}

void Bridge::visit(bool came, const std::string& peer) {
    const Nanoseconds at = std::max(pacer_.time(), now());
    record_.visits.push_back({at, came, peer});
    clock_.at(at, [this, came, peer] {
        log_.record_from(label(), now(), came ? event::bridge_came : event::bridge_gone, Cause::none, {{"peer", peer}});
    });
}

}  // namespace otbench::sim
