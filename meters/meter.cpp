#include "meters/meter.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace otbench::meters {
namespace {

std::string hex(bus::OctetView octets) {
    return fmt::format("{:02x}", fmt::join(octets, ""));
}

}  // namespace

Meter::Meter(std::shared_ptr<const Profile> profile, std::string name, std::uint8_t primary_address)
    : profile_(std::move(profile)),
      name_(std::move(name)),
      application_(profile_),
      link_(application_, primary_address, profile_->link),
      format_{profile_->baud, bus::Parity::even, 1},
      receiver_(format_),
      transmitter_(format_),
      stored_baud_(profile_->baud) {}

void Meter::connect(CurrentOutput& output, EventSink& events) {
    output_ = &output;
    events_ = &events;
}

void Meter::power(Nanoseconds at, bool on) {
    if (!output_ || !events_) throw std::logic_error(fmt::format("meter '{}' is not connected", name_));
    wake(at);
    if (on == (state_ != State::off)) return;
    if (on) {
        state_ = State::starting;
        ready_at_ = at + profile_->start_up_time;
        return;
    }
    state_ = State::off;
    drive(at, false);
    transmitter_.stop();
    answer_.reset();
    link_.reset();
    application_.power_lost();
    change_rate(at, stored_baud_, Cause::none);
}

void Meter::line(Nanoseconds at, bool mark, Cause cause) {
    wake(at);
    mark_ = mark;
    if (state_ == State::listening) receiver_.edge(at, mark, cause);
}

std::optional<Nanoseconds> Meter::next_wake() const {
    switch (state_) {
        case State::off: return std::nullopt;
        case State::starting: return ready_at_;
        case State::sending: return transmitter_.deadline();
        case State::listening: break;
    }
    auto due = receiver_.deadline();
    if (answer_ && (!due || answer_->start < *due)) due = answer_->start;
    if (rate_ends_ && (!due || *rate_ends_ < *due)) due = rate_ends_;
    return due;
}

void Meter::wake(Nanoseconds at) {
    for (auto due = next_wake(); due && *due <= at; due = next_wake()) step(*due);
}

void Meter::step(Nanoseconds now) {
    switch (state_) {
        case State::off: return;
        case State::starting: return listen();
        case State::sending:
            while (const auto edge = transmitter_.advance(now)) drive(edge->at, !edge->level);
            if (transmitter_.sending()) return;
            listen();
            if (application_.baud() != format_.baud) change_rate(now, application_.baud(), answer_event_);
            return;
        case State::listening:
            hear(now);
            if (answer_ && answer_->start <= now) return send(now);
            if (rate_ends_ && *rate_ends_ <= now) change_rate(now, stored_baud_, Cause::none);
            return;
    }
}

void Meter::listen() {
    state_ = State::listening;
    receiver_ = FrameReceiver{format_, mark_};
}

void Meter::hear(Nanoseconds now) {
    while (const auto event = receiver_.advance(now)) {
        if (const auto* damaged = std::get_if<DamagedFrame>(&*event)) {
            events_->record(now, "frame_error", damaged->cause,
                            {{"meter", name_}, {"what", damaged->what}, {"octet", int{damaged->octet}}});
        } else {
            receive(std::get<ReceivedFrame>(*event), now);
        }
    }
}

void Meter::receive(const ReceivedFrame& received, Nanoseconds now) {
    const bus::Frame& frame = received.frame;
    stored_baud_ = format_.baud;
    rate_ends_.reset();
    const bool concerned = link_.concerns(frame);
    const std::uint8_t address = link_.primary_address();
    auto octets = link_.receive(frame, now);
    if (!concerned && !octets) return;
    const Cause request = events_->record(now, "frame", received.cause,
                                          {{"direction", "request"},
                                           {"meter", name_},
                                           {"service", bus::name_of(bus::service_of(frame.control))},
                                           {"address", int{frame.address}},
                                           {"hex", hex(frame.octets)}});
    if (link_.primary_address() != address)
        events_->record(now, "meter_setting", request,
                        {{"meter", name_}, {"setting", "address"}, {"value", int{link_.primary_address()}}});
    answer_.reset();
    if (octets)
        answer_ = Answer{std::move(*octets), std::max(received.end + response_delay(), now), request};
    else if (application_.baud() != format_.baud)
        change_rate(now, application_.baud(), request);
}

/// Its own, yet never before a master could listen again.
Nanoseconds Meter::response_delay() const {
    constexpr int turnaround_bits = 11;  // EN 13757-2; spec: M-Bus protocol, section 2
    if (response_delay_) return *response_delay_;
    return std::max(profile_->response_delay.at(format_.baud), format_.bit_start(turnaround_bits));
}

/// Listens and sends at `baud` from now on; a rate that is not the stored one has to prove itself.
void Meter::change_rate(Nanoseconds at, double baud, Cause cause) {
    application_.set_baud(baud);
    rate_ends_.reset();
    if (baud == format_.baud) return;
    format_.baud = baud;
    if (baud != stored_baud_) rate_ends_ = at + profile_->baud_fallback;
    events_->record(at, "meter_setting", cause, {{"meter", name_}, {"setting", "baud"}, {"value", baud}});
    transmitter_ = FrameTransmitter{format_};
    if (state_ == State::listening) listen();
}

void Meter::send(Nanoseconds now) {
    Answer answer = std::move(*answer_);
    answer_.reset();
    const bool acknowledges = answer.octets.size() == 1;
    answer_event_ = events_->record(now, "frame", answer.request,
                                    {{"direction", "answer"},
                                     {"meter", name_},
                                     {"service", acknowledges ? "E5" : bus::name_of(bus::Service::RSP_UD)},
                                     {"address", int{link_.primary_address()}},
                                     {"hex", hex(answer.octets)}});
    state_ = State::sending;
    transmitter_.start(std::move(answer.octets), answer.start);
}

void Meter::drive(Nanoseconds at, bool space) {
    if (std::exchange(drawing_, space) == space) return;
    output_->space_current(at, space, answer_event_);
}

}  // namespace otbench::meters
