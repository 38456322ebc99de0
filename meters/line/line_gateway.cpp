#include "meters/line/line_gateway.hpp"

#include <algorithm>
#include <utility>

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

// How long a master waits for an answer (spec: M-Bus protocol, section 2).
constexpr double answer_bits = 330;
constexpr Nanoseconds answer_time = 50ms;
/// A little more, so that an answer at the last moment finds its client.
constexpr Nanoseconds answer_margin = 20ms;
/// For the rest of a frame on its way through buffers of transports.
constexpr Nanoseconds transport_allowance = 100ms;

void keep_earlier(std::optional<Nanoseconds>& next, std::optional<Nanoseconds> other) {
    if (other && (!next || *other < *next)) next = other;
}

}  // namespace

LineGateway::LineGateway(double baud, GatewayOutput& output, EventSink& events)
    : default_format_{baud, bus::Parity::even, 1},
      output_(output),
      line_(events,
            [this](Nanoseconds at, bool mark, Cause) {
                meters_mark_ = mark;
                level_changed(at);
            }),
      turn_format_(default_format_),
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
    return link_.faults.max_clients == 0 || clients_.size() < link_.faults.max_clients;
}

ClientId LineGateway::connect(Nanoseconds at) {
    const ClientId id{++last_id_};
    const bus::UartFormat format = usual_format();
    clients_.push_back(std::make_unique<Client>(Client{id, format, {}, LinkPath{link_, format.baud, at}}));
    return id;
}

void LineGateway::disconnect(ClientId client) {
    if (owner_ && owner_->id == client) {
        owner_ = nullptr;
        orphaned_ = true;
    }
    clients_.erase(
        std::remove_if(clients_.begin(), clients_.end(), [&](const auto& other) { return other->id == client; }),
        clients_.end());
}

void LineGateway::set_format(ClientId client, bus::UartFormat format) {
    Client* const found = find(client);
    if (!found) return;
    found->format = format;
    found->path.set_baud(format.baud);
    if (found != owner_) return;
    turn_format_ = format;
    if (!receiver_.deadline()) receiver_.set_format(format);
}

void LineGateway::receive(ClientId client, OctetView octets, Nanoseconds at) {
    Client* const found = find(client);
    if (!found) return;
    for (const TimedOctet& timed : found->path.to_converter(octets, at))
        found->waiting.push_back({timed.octet, timed.at});
}

std::size_t LineGateway::waiting(ClientId client) const {
    const Client* const found = find(client);
    return found ? found->waiting.size() : 0;
}

std::optional<Nanoseconds> LineGateway::end_of_turn(ClientId client) const {
    const Client* const found = find(client);
    if (found && (!found->waiting.empty() || found->path.next())) return std::nullopt;
    return found && found == owner_ ? held_until_ : Nanoseconds{0};
}

std::optional<Nanoseconds> LineGateway::next_event() const {
    std::optional<Nanoseconds> next = line_.next_wake();
    keep_earlier(next, transmitter_.next_edge());
    for (const auto& client : clients_) keep_earlier(next, client->path.next());
    keep_earlier(next, receiver_.deadline());
    keep_earlier(next, next_send());
    return next;
}

std::optional<Nanoseconds> LineGateway::next_visible() const {
    std::optional<Nanoseconds> next;
    for (const auto& client : clients_) keep_earlier(next, client->path.next());
    if (receiver_.deadline()) {
        keep_earlier(next, receiver_.deadline());
    } else if (transmitter_.next_edge()) {
        keep_earlier(next, transmitter_.free_from());
    } else {
        keep_earlier(next, line_.next_wake());
    }
    keep_earlier(next, next_send());
    return next;
}

void LineGateway::advance(Nanoseconds until) {
    for (auto next = next_event(); next && *next <= until; next = next_event()) {
        const Nanoseconds now = *next;
        read(now);
        hand_over(now);
        line_.wake(now);
        while (const auto edge = transmitter_.advance(now)) {
            line_.edge(edge->at, edge->level, Cause::none);
            master_mark_ = edge->level;
            if (link_.faults.echo) level_changed(edge->at);
        }
        if (const auto send = next_send(); send && *send <= now) send_next(now);
    }
}

const LineGateway::Client* LineGateway::find(ClientId id) const {
    const auto found = std::find_if(clients_.begin(), clients_.end(), [&](const auto& c) { return c->id == id; });
    return found == clients_.end() ? nullptr : found->get();
}

LineGateway::Client* LineGateway::find(ClientId id) {
    return const_cast<Client*>(std::as_const(*this).find(id));
}

bool LineGateway::others_wait() const {
    return std::any_of(clients_.begin(), clients_.end(),
                       [&](const auto& client) { return client.get() != owner_ && !client->waiting.empty(); });
}

bool LineGateway::owner_may_send() const {
    return owner_ && !owner_->waiting.empty() && !(frame_sent_ && others_wait());
}

std::optional<Nanoseconds> LineGateway::next_send() const {
    if (owner_may_send()) return std::max(transmitter_.free_from(), owner_->waiting.front().since);
    std::optional<Nanoseconds> next;
    for (const auto& client : clients_)
        if (!client->waiting.empty())
            keep_earlier(next, std::max({transmitter_.free_from(), held_until_, client->waiting.front().since}));
    return next;
}

void LineGateway::send_next(Nanoseconds now) {
    if (!owner_may_send()) begin_turn(now);
    frame_sent_ = false;  // an owner who goes on alone has begun a frame that must not be cut when others come
    const std::uint8_t octet = owner_->waiting.front().octet;
    owner_->waiting.pop_front();
    transmitter_.begin(turn_format_, octet, now);
    if (capture_) capture_->character(bus::Direction::from_master, octet, now, transmitter_.free_from());

    hold(transmitter_.free_from(), gap_bits, transport_allowance);
    OctetView rest{&octet, 1};
    for (auto event = splitter_.next(rest); !std::holds_alternative<bus::NeedMore>(event);
         event = splitter_.next(rest)) {
        const auto* frame = std::get_if<bus::Frame>(&event);
        if (!frame) continue;
        frame_sent_ = true;
        owner_->path.requested(*frame, transmitter_.free_from());
        if (frame->address == bus::address::broadcast)
            hold(transmitter_.free_from(), gap_bits, 0ns);
        else
            hold(transmitter_.free_from(), answer_bits, answer_time + answer_margin);
    }
}

/// The next client in turn that has something to send.
void LineGateway::begin_turn(Nanoseconds now) {
    const auto can_send = [&](const Client& client) {
        return !client.waiting.empty() && client.waiting.front().since <= now;
    };
    std::size_t place = last_turn_;
    do place = (place + 1) % clients_.size();
    while (!can_send(*clients_[place]));
    last_turn_ = place;
    owner_ = clients_[place].get();
    turn_format_ = owner_->format;
    orphaned_ = frame_sent_ = false;
    splitter_.reset();
    receiver_ = bus::UartReceiver{turn_format_, meters_mark_};
}

void LineGateway::hold(Nanoseconds from, double bits, Nanoseconds time) {
    held_until_ = from + LineTime{time, bits}.at(turn_format_.baud);
}

void LineGateway::level_changed(Nanoseconds at) {
    read(at);
    receiver_.edge(at, meters_mark_ && (!link_.faults.echo || master_mark_));
}

void LineGateway::read(Nanoseconds now) {
    while (const auto character = receiver_.advance(now)) take(*character);
}

void LineGateway::take(const bus::UartCharacter& character) {
    const Nanoseconds end = character.start + turn_format_.bit_start(turn_format_.bits());
    const bool echo =
        end <= transmitter_.free_from() + turn_format_.bit_start(1);  // it does not end the wait for an answer
    if (capture_ && !(echo && link_.faults.echo))
        capture_->character(bus::Direction::from_slave, character.octet, character.start, end,
                            character.parity_ok && character.framing_ok);
    if (character.start >= held_until_) orphaned_ = false;
    if (!echo) hold(end, gap_bits, 0ns);
    if (owner_) {
        echo ? owner_->path.echoed(character.octet, end) : owner_->path.answered(character.octet, end);
        return;
    }
    if (orphaned_) return;
    for (const auto& client : clients_) client->path.answered(character.octet, end);
}

/// Gives clients what is due, and ends the connections that have to end.
void LineGateway::hand_over(Nanoseconds now) {
    std::vector<std::pair<ClientId, LinkEnd>> ended;
    for (const auto& client : clients_) {
        while (const auto octet = client->path.pop(now)) output_.deliver(client->id, octet->octet, octet->at);
        if (const auto end = client->path.ending(now)) ended.emplace_back(client->id, *end);
    }
    for (const auto& [client, how] : ended) output_.end(client, how);
}

}  // namespace otbench::meters
