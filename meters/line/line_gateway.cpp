#include "meters/line/line_gateway.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/event_kinds.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

// How long a master waits for an answer (spec: M-Bus protocol, section 2).
constexpr double answer_bits = 330;
constexpr Nanoseconds answer_time = 50ms;
/// The longest telegram of 261 bytes, with as long a pause behind each.
constexpr double longest_answer_bits = 2 * 261 * 11;
/// A little more, so that an answer at the last moment finds its client.
constexpr Nanoseconds answer_margin = 20ms;
/// For the rest of a frame on its way through buffers of transports.
constexpr Nanoseconds transport_allowance = 100ms;
/// After a frame, when all meters have it and before the first answer (11 bit times).
constexpr int report_bits = 5;

void keep_earlier(std::optional<Nanoseconds>& next, std::optional<Nanoseconds> other) {
    if (other && (!next || *other < *next)) next = other;
}

/// Whether a receiver with the one format understands what is sent with the other: half a bit over a character.
bool understands(const bus::UartFormat& receiver, const bus::UartFormat& sender) {
    constexpr double tolerance = 0.05;
    return receiver.parity == sender.parity && std::abs(receiver.baud / sender.baud - 1) < tolerance;
}

/// "2400 baud 8E1".
std::string text_of(const bus::UartFormat& format) {
    const char parity = format.parity == bus::Parity::even ? 'E' : format.parity == bus::Parity::odd ? 'O' : 'N';
    return fmt::format("{:.0f} baud 8{}{}", format.baud, parity, format.stop_bits);
}

}  // namespace

LineGateway::LineGateway(double baud, GatewayOutput& output, EventSink& events)
    : default_format_{baud, bus::Parity::even, 1},
      output_(output),
      events_(events),
      report_(events,
              [this] {
                  if (clients_.owner()) ++clients_.owner()->counts[answers_count];
              }),
      line_(report_,
            [this](Nanoseconds at, bool mark, Cause) {
                meters_mark_ = mark;
                level_changed(at);
            }),
      clients_(default_format_),
      receiver_(default_format_) {}

void LineGateway::set_link(const LinkFaults& faults) {
    link_.set(faults);
}

bus::UartFormat LineGateway::usual_format() const {
    bus::UartFormat format = default_format_;
    format.parity = link_.faults.parity.value_or(format.parity);
    if (link_.faults.stop_bits) format.stop_bits = static_cast<int>(*link_.faults.stop_bits);
    return format;
}

bool LineGateway::has_room() const {
    return link_.faults.max_clients == 0 || clients_.all().size() < link_.faults.max_clients;
}

ClientId LineGateway::connect(Nanoseconds at, std::string name) {
    return clients_.connect(std::move(name), usual_format(), link_, at).id;
}

void LineGateway::disconnect(ClientId client) {
    clients_.disconnect(client);
}

void LineGateway::set_format(ClientId client, bus::UartFormat format) {
    GatewayClient* const found = clients_.find(client);
    if (!found) return;
    clients_.set_format(*found, format);
    if (found == clients_.owner() && !receiver_.deadline()) receiver_.set_format(format);
}

void LineGateway::receive(ClientId client, OctetView octets, Nanoseconds at) {
    GatewayClient* const found = clients_.find(client);
    if (!found) return;
    for (const TimedOctet& timed : found->path.to_converter(octets, at))
        found->waiting.push_back({timed.octet, timed.at});
}

std::size_t LineGateway::waiting(ClientId client) const {
    const GatewayClient* const found = clients_.find(client);
    return found ? found->waiting.size() : 0;
}

std::optional<Nanoseconds> LineGateway::end_of_turn(ClientId client) const {
    const GatewayClient* const found = clients_.find(client);
    if (found && (!found->waiting.empty() || found->path.next())) return std::nullopt;
    return found && found == clients_.owner() ? clients_.end_of_turn() : Nanoseconds{0};
}

std::optional<Nanoseconds> LineGateway::next_event() const {
    std::optional<Nanoseconds> next = line_.next_wake();
    keep_earlier(next, transmitter_.next_edge());
    for (const auto& client : clients_.all()) keep_earlier(next, client->path.next());
    keep_earlier(next, receiver_.deadline());
    keep_earlier(next, report_.next());
    keep_earlier(next, clients_.next_send(transmitter_.free_from()));
    return next;
}

std::optional<Nanoseconds> LineGateway::next_visible() const {
    std::optional<Nanoseconds> next = report_.next();
    for (const auto& client : clients_.all()) keep_earlier(next, client->path.next());
    if (receiver_.deadline()) {
        keep_earlier(next, receiver_.deadline());
    } else if (transmitter_.next_edge()) {
        keep_earlier(next, transmitter_.free_from());
    } else {
        keep_earlier(next, line_.next_wake());
    }
    keep_earlier(next, clients_.next_send(transmitter_.free_from()));
    return next;
}

std::optional<Nanoseconds> LineGateway::next_in_turn() const {
    const auto next = next_visible();
    if (transmitter_.next_edge()) return next;
    if (!clients_.owner_may_send() && clients_.is_within_frame()) return std::nullopt;
    if (clients_.next_send(transmitter_.free_from())) return next;
    const bool before_end = next && *next <= std::min(clients_.end_of_turn(), turn_limit_);
    return before_end ? next : std::nullopt;
}

void LineGateway::advance(Nanoseconds until) {
    for (auto next = next_event(); next && *next <= until; next = next_event()) {
        const Nanoseconds now = *next;
        read(now);
        deliver_due(now);
        line_.wake(now);
        while (const auto edge = transmitter_.advance(now)) {
            line_.edge(edge->at, edge->level, Cause::none);
            master_mark_ = edge->level;
            if (link_.faults.echo) level_changed(edge->at);
        }
        report_.advance(now);
        if (const auto send = clients_.next_send(transmitter_.free_from()); send && *send <= now) send_next(now);
    }
}

void LineGateway::send_next(Nanoseconds now) {
    const auto [octet, new_turn] = clients_.pop_next(now);
    if (new_turn) {
        splitter_.reset();
        receiver_ = bus::UartReceiver{clients_.format(), meters_mark_};
        if (capture_ && clients_.owner()) capture_->sent_by(clients_.owner()->name);
    }
    transmitter_.begin(clients_.format(), octet, now);
    if (capture_) capture_->character(bus::Direction::from_master, octet, now, transmitter_.free_from());
    clients_.extend_turn(transmitter_.free_from(), gap_bits, transport_allowance);
    OctetView rest{&octet, 1};
    for (auto event = splitter_.next(rest); !std::holds_alternative<bus::NeedMore>(event);
         event = splitter_.next(rest)) {
        if (const auto* frame = std::get_if<bus::Frame>(&event)) frame_sent(*frame);
    }
}

/// The owner's frame is complete when the line is free again.
void LineGateway::frame_sent(const bus::Frame& frame) {
    const Nanoseconds end = transmitter_.free_from();
    GatewayClient& client = *clients_.owner();
    clients_.frame_sent();
    turn_limit_ =
        end + LineTime{answer_time + transport_allowance, answer_bits + longest_answer_bits}.at(clients_.format().baud);
    client.path.requested(frame, end);
    const bool acknowledges = frame.kind == bus::FrameKind::single_character;
    ++client.counts[acknowledges ? "E5" : bus::name_of(bus::service_of(frame.control))];
    report_.frame_sent(client.name, frame, end, end + clients_.format().bit_start(report_bits));
    report_unreceivable(client);
    if (frame.address == bus::address::broadcast)
        clients_.extend_turn(end, gap_bits, 0ns);
    else
        clients_.extend_turn(end, answer_bits, answer_time + answer_margin);
}

void LineGateway::report_unreceivable(GatewayClient& client) {
    if (client.format_reported || line_.size() == 0) return;
    std::set<std::string> formats;
    for (std::size_t i = 0; i < line_.size(); ++i) {
        const Meter& meter = line_.meter(i);
        if (understands(meter.format(), client.format) || meter.faults().framing_tolerant) return;
        formats.insert(text_of(meter.format()));
    }
    client.format_reported = true;
    events_.record(transmitter_.free_from(), event::format_mismatch, Cause::none,
                   {{"client", client.name},
                    {"sends", text_of(client.format)},
                    {"meters_receive", fmt::format("{}", fmt::join(formats, ", "))}});
}

void LineGateway::level_changed(Nanoseconds at) {
    read(at);
    receiver_.edge(at, meters_mark_ && (!link_.faults.echo || master_mark_));
}

void LineGateway::read(Nanoseconds now) {
    while (const auto character = receiver_.advance(now)) forward(*character);
}

/// Gives a character from the line to the client whose turn it is, or to all.
void LineGateway::forward(const bus::UartCharacter& character) {
    const bus::UartFormat& format = clients_.format();
    const Nanoseconds end = character.start + format.bit_start(format.bits());
    const bool echo = end <= transmitter_.free_from() + format.bit_start(1);  // it does not end the wait for an answer
    if (capture_ && !(echo && link_.faults.echo))
        capture_->character(bus::Direction::from_slave, character.octet, character.start, end,
                            character.parity_ok && character.framing_ok);
    if (GatewayClient* const owner = clients_.owner(); owner && echo) return owner->path.echoed(character.octet, end);
    using Recipient = GatewayClients::Recipient;
    const Recipient recipient = clients_.recipient_of(character.start);
    if (!echo) clients_.extend_turn(end, gap_bits, 0ns);
    if (recipient == Recipient::owner) clients_.owner()->path.answered(character.octet, end);
    if (recipient != Recipient::all) return;
    for (const auto& client : clients_.all()) client->path.answered(character.octet, end);
}

/// Gives clients what is due, and ends the connections that have to end.
void LineGateway::deliver_due(Nanoseconds now) {
    std::vector<std::pair<ClientId, LinkEnd>> ended;
    for (const auto& client : clients_.all()) {
        while (const auto octet = client->path.pop(now)) output_.deliver(client->id, octet->octet, octet->at);
        if (const auto end = client->path.ending(now)) ended.emplace_back(client->id, *end);
    }
    for (const auto& [client, how] : ended) output_.end(client, how);
}

}  // namespace otbench::meters
