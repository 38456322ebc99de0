#include "meters/line/gateway_clients.hpp"

#include <algorithm>
#include <utility>

#include "meters/profile/profile.hpp"

namespace otbench::meters {
namespace {

constexpr std::size_t most_departed = 100;

}  // namespace

GatewayClient& GatewayClients::connect(std::string name, bus::UartFormat format, LinkState& link, Nanoseconds at) {
    const ClientId id{++last_id_};
    clients_.push_back(std::make_unique<GatewayClient>(
        GatewayClient{id, std::move(name), format, {}, LinkPath{link, format.baud, at}, {}}));
    return *clients_.back();
}

void GatewayClients::disconnect(ClientId id) {
    const auto gone =
        std::find_if(clients_.begin(), clients_.end(), [&](const auto& client) { return client->id == id; });
    if (gone == clients_.end()) return;
    if (owner_ == gone->get()) {
        owner_ = nullptr;
        orphaned_ = true;
    }
    departed_.push_back({std::move((*gone)->name), false, std::move((*gone)->counts)});
    if (departed_.size() > most_departed) departed_.pop_front();
    clients_.erase(gone);
}

GatewayClient* GatewayClients::find(ClientId id) const {
    const auto found = std::find_if(clients_.begin(), clients_.end(), [&](const auto& c) { return c->id == id; });
    return found == clients_.end() ? nullptr : found->get();
}

std::vector<ClientSummary> GatewayClients::summaries() const {
    std::vector<ClientSummary> all{departed_.begin(), departed_.end()};
    for (const auto& client : clients_) all.push_back({client->name, true, client->counts});
    return all;
}

void GatewayClients::reset_counts() {
    departed_.clear();
    for (const auto& client : clients_) client->counts.clear();
}

void GatewayClients::set_format(GatewayClient& client, bus::UartFormat format) {
    const bool same = client.format.baud == format.baud && client.format.parity == format.parity;
    client.format_reported = client.format_reported && same;
    client.format = format;
    client.path.set_baud(format.baud);
    if (&client == owner_) format_ = format;
}

GatewayClients::Recipient GatewayClients::recipient_of(Nanoseconds at) {
    const bool after_turn = at >= turn_ends_;
    if (after_turn) orphaned_ = false;
    unasked_ = unasked_ || (after_turn && answered_);
    if (owner_ && !unasked_) {
        answered_ = true;
        return Recipient::owner;
    }
    return orphaned_ ? Recipient::none : Recipient::all;
}

bool GatewayClients::others_wait() const {
    return std::any_of(clients_.begin(), clients_.end(),
                       [&](const auto& client) { return client.get() != owner_ && !client->waiting.empty(); });
}

bool GatewayClients::owner_may_send() const {
    return owner_ && !owner_->waiting.empty() && !(frame_sent_ && others_wait());
}

std::optional<Nanoseconds> GatewayClients::next_send(Nanoseconds line_free) const {
    if (owner_may_send()) return std::max(line_free, owner_->waiting.front().since);
    std::optional<Nanoseconds> next;
    for (const auto& client : clients_) {
        if (client->waiting.empty()) continue;
        const Nanoseconds at = std::max({line_free, turn_ends_, client->waiting.front().since});
        if (!next || at < *next) next = at;
    }
    return next;
}

GatewayClients::Next GatewayClients::pop_next(Nanoseconds now) {
    const bool new_turn = !owner_may_send();
    if (new_turn) begin_turn(now);
    answered_ = unasked_ = false;
    frame_sent_ = false;  // an owner who goes on alone has begun a frame that must not be cut when others come
    const std::uint8_t octet = owner_->waiting.front().octet;
    owner_->waiting.pop_front();
    return {octet, new_turn};
}

/// The turn of the next client that has something to send.
void GatewayClients::begin_turn(Nanoseconds now) {
    const auto can_send = [&](const GatewayClient& client) {
        return !client.waiting.empty() && client.waiting.front().since <= now;
    };
    std::size_t place = last_turn_;
    do place = (place + 1) % clients_.size();
    while (!can_send(*clients_[place]));
    last_turn_ = place;
    owner_ = clients_[place].get();
    format_ = owner_->format;
    orphaned_ = false;
}

void GatewayClients::extend_turn(Nanoseconds from, double bits, Nanoseconds time) {
    turn_ends_ = from + LineTime{time, bits}.at(format_.baud);
}

}  // namespace otbench::meters
