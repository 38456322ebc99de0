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
      readout_(profile_),
      link_(readout_, primary_address),
      format_{profile_->baud, bus::Parity::even, 1},
      receiver_(format_),
      transmitter_(format_),
      response_delay_(profile_->response_delay) {}

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
    const auto heard = receiver_.deadline();
    if (!answer_) return heard;
    return heard ? std::min(*heard, answer_->start) : answer_->start;
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
            if (!transmitter_.sending()) listen();
            return;
        case State::listening:
            hear(now);
            if (answer_ && answer_->start <= now) send(now);
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
    if (!link_.concerns(frame)) return;
    const Cause request = events_->record(now, "frame", received.cause,
                                          {{"direction", "request"},
                                           {"meter", name_},
                                           {"service", bus::name_of(bus::service_of(frame.control))},
                                           {"address", int{frame.address}},
                                           {"hex", hex(frame.octets)}});
    answer_.reset();
    auto octets = link_.receive(frame, now);
    if (octets) answer_ = Answer{std::move(*octets), std::max(received.end + response_delay_, now), request};
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
