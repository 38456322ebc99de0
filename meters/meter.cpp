#include "meters/meter.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/text.hpp"

namespace otbench::meters {
namespace {

/// The same on every platform (FNV-1a).
std::uint64_t salt_of(std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
    return hash;
}

/// From 0 up to 1; numbers that follow each other get shares far apart (multiples of the golden ratio).
double own_share(std::uint32_t id, std::uint64_t seed) {
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15, for_seeds = 0xD1B54A32D192ED03;
    return static_cast<double>((id * golden + seed * for_seeds) >> 11) * 0x1p-53;
}

}  // namespace

Meter::Meter(std::shared_ptr<const Profile> profile, std::string name, std::uint8_t primary_address)
    : profile_(std::move(profile)),
      name_(std::move(name)),
      application_(profile_),
      link_(application_, primary_address, profile_->link),
      misbehaviour_(salt_of(name_)),
      format_{profile_->baud, bus::Parity::even, 1},
      receiver_(format_),
      transmitter_(format_),
      push_(profile_->push),
      stored_baud_(profile_->baud) {
    application_.set_seed(salt_of(name_));
}

void Meter::connect(CurrentOutput& output, EventSink& events) {
    output_ = &output;
    events_ = &events;
}

void Meter::set_faults(const Faults& faults) {
    misbehaviour_.set(faults);
    link_.set_variant(faults.link);
    application_.set_more_follows(faults.more_follows);
    receiver_ = FrameReceiver{format(), mark_, faults.framing_tolerant};
    transmitter_.set_format(format());
    due_ = find_due();
}

void Meter::set_baud(double baud) {
    stored_baud_ = baud;
    application_.set_baud(baud);
    format_.baud = baud;
    receiver_ = FrameReceiver{format(), mark_, faults().framing_tolerant};
    transmitter_.set_format(format());
    due_ = find_due();
}

void Meter::power(Nanoseconds at, bool on) {
    if (!output_ || !events_) throw std::logic_error(fmt::format("meter '{}' is not connected", name_));
    wake(at);
    if (on == (state_ != State::off)) return;
    if (on) {
        state_ = State::starting;
        powered_at_ = at;
        ready_at_ = at + faults().start_up.value_or(profile_->start_up_time);
        due_ = find_due();
        return;
    }
    state_ = State::off;
    drive(at, false);
    transmitter_.stop();
    answer_.reset();
    link_.reset();
    application_.power_lost();
    misbehaviour_.power_lost();
    push_.stop();
    change_rate(at, stored_baud_, Cause::none);
    due_ = find_due();
}

void Meter::line(Nanoseconds at, bool mark, Cause cause) {
    wake(at);
    mark_ = mark;
    if (state_ != State::listening) return;
    receiver_.edge(at, mark, cause);
    due_ = find_due();
}

std::optional<Nanoseconds> Meter::find_due() const {
    switch (state_) {
        case State::off: return std::nullopt;
        case State::starting: return ready_at_;
        case State::sending: return transmitter_.deadline();
        case State::listening: break;
    }
    auto due = receiver_.deadline();
    if (answer_ && (!due || answer_->start < *due)) due = answer_->start;
    if (rate_ends_ && (!due || *rate_ends_ < *due)) due = rate_ends_;
    const auto spurious = misbehaviour_.next_spurious();
    if (spurious && (!due || *spurious < *due)) due = spurious;
    const auto push = answer_ ? std::nullopt : push_.next();
    if (push && (!due || *push < *due)) due = push;
    return due;
}

void Meter::wake(Nanoseconds at) {
    while (due_ && *due_ <= at) {
        handle_due(*due_);
        due_ = find_due();
    }
    now_ = std::max(now_, at);
}

void Meter::handle_due(Nanoseconds now) {
    switch (state_) {
        case State::off: return;
        case State::starting: return listen(now);
        case State::sending:
            while (const auto edge = transmitter_.advance(now)) drive(edge->at, !edge->level);
            if (transmitter_.sending()) return;
            misbehaviour_.sent(acknowledged_, now);
            if (std::exchange(calls_peer_, false)) push_.called(now, format_.baud);
            listen(now);
            if (application_.baud() != format_.baud) change_rate(now, application_.baud(), answer_event_);
            return;
        case State::listening:
            receive_frames(now);
            if (answer_ && answer_->start <= now) return send(now);
            if (rate_ends_ && *rate_ends_ <= now) change_rate(now, stored_baud_, Cause::none);
            if (misbehaviour_.next_spurious() && *misbehaviour_.next_spurious() <= now) return send_spurious(now);
            if (!answer_ && push_.next() && *push_.next() <= now && push_.begin(now)) send_unasked(now);
            return;
    }
}

void Meter::listen(Nanoseconds now) {
    state_ = State::listening;
    listens_since_ = now;
    receiver_ = FrameReceiver{format(), mark_, faults().framing_tolerant};
    misbehaviour_.schedule_spurious(now);
    push_.start(now);
}

void Meter::receive_frames(Nanoseconds now) {
    while (const auto event = receiver_.advance(now)) {
        if (const auto* damaged = std::get_if<DamagedFrame>(&*event)) {
            events_->record(now, event::frame_error, damaged->cause,
                            {{"meter", name_}, {"what", damaged->what}, {"octet", int{damaged->octet}}});
        } else {
            receive(std::get<ReceivedFrame>(*event), now);
        }
    }
}

void Meter::receive_event(const LineEvent& event, Nanoseconds now) {
    wake(now);
    const auto* received = std::get_if<ReceivedFrame>(&event);
    if (!received || state_ != State::listening) return;
    const auto length = static_cast<int>(received->frame.octets.size());
    if (received->end - format_.bit_start(length * format_.bits()) >= listens_since_) receive(*received, now);
    due_ = find_due();
}

void Meter::receive(const ReceivedFrame& received, Nanoseconds now) {
    const bus::Frame& frame = received.frame;
    stored_baud_ = format_.baud;
    rate_ends_.reset();
    misbehaviour_.schedule_spurious(now);
    if (!misbehaviour_.receives(received.preamble, now)) return;
    if (frame.kind == bus::FrameKind::single_character) return send_to_peer(received, now);
    application_.readout().set_anonymous(now < powered_at_ + faults().identity_delay);
    const bool concerned = link_.concerns(frame);
    const std::uint8_t address = link_.primary_address();
    using Class2Answer = bus::SlaveLink::Class2Answer;
    auto octets =
        link_.receive(frame, now, misbehaviour_.repeats(frame, now) ? Class2Answer::last : Class2Answer::requested);
    if (!concerned && !octets) return;
    const Cause request = events_->record(now, event::frame, received.cause,
                                          {{"direction", "request"},
                                           {"meter", name_},
                                           {"service", bus::name_of(bus::service_of(frame.control))},
                                           {"address", int{frame.address}},
                                           {"hex", hex_text(frame.octets)}});
    if (link_.primary_address() != address)
        events_->record(now, event::meter_setting, request,
                        {{"meter", name_}, {"setting", "address"}, {"value", int{link_.primary_address()}}});
    ++counts_[bus::name_of(bus::service_of(frame.control))];
    answer_.reset();
    const bool own = frame.address == address || frame.address == bus::address::all_answer;
    if (!misbehaviour_.answers(frame, own, now)) octets.reset();
    if (octets) {
        const Nanoseconds delay = misbehaviour_.delay(own_response_delay(), format_.baud);
        const bool acknowledges = octets->size() == 1;
        misbehaviour_.corrupt(*octets);
        answer_ = Answer{std::move(*octets), std::max(received.end + delay, now), request,
                         acknowledges ? "E5" : bus::name_of(bus::Service::RSP_UD), acknowledges};
    }
    if (!octets && application_.baud() != format_.baud) change_rate(now, application_.baud(), request);
}

Nanoseconds Meter::response_delay() const {
    constexpr int turnaround_bits = 11;  // EN 13757-2; spec: M-Bus protocol, section 2
    if (response_delay_) return *response_delay_;
    return std::max(profile_->response_delay.at(format_.baud), format_.bit_start(turnaround_bits));
}

/// Meters of one product that answered at the same bit time would superpose to valid telegrams of a meter that does not
/// exist.
Nanoseconds Meter::own_response_delay() const {
    if (response_delay_) return *response_delay_;
    const auto spread = static_cast<double>(faults().response_spread.at(format_.baud).count());
    const double share = own_share(readout().device().id, static_cast<std::uint64_t>(faults().seed));
    return response_delay() + Nanoseconds{std::llround(share * spread)};
}

/// Listens and sends at `baud` from now on; a new rate is kept once a valid frame has confirmed it.
void Meter::change_rate(Nanoseconds at, double baud, Cause cause) {
    application_.set_baud(baud);
    rate_ends_.reset();
    if (baud == format_.baud) return;
    format_.baud = baud;
    if (baud != stored_baud_) rate_ends_ = at + profile_->baud_fallback;
    events_->record(at, event::meter_setting, cause, {{"meter", name_}, {"setting", "baud"}, {"value", baud}});
    transmitter_.set_format(format());
    if (state_ == State::listening) listen(at);
}

void Meter::send(Nanoseconds now) {
    Answer answer = std::move(*answer_);
    answer_.reset();
    acknowledged_ = answer.acknowledges;
    if (answer.octets.empty()) return;
    ++counts_[answers_count];
    answer_event_ = events_->record(now, event::frame, answer.request,
                                    {{"direction", "answer"},
                                     {"meter", name_},
                                     {"service", answer.service},
                                     {"address", int{link_.primary_address()}},
                                     {"hex", hex_text(answer.octets)}});
    state_ = State::sending;
    auto interference = misbehaviour_.interference(answer.octets.size());
    transmitter_.start(std::move(answer.octets), answer.start, std::move(interference));
}

void Meter::send_spurious(Nanoseconds now) {
    auto octets = misbehaviour_.spurious_octets(now);
    answer_event_ =
        events_->record(now, event::meter_babble, Cause::none, {{"meter", name_}, {"hex", hex_text(octets)}});
    acknowledged_ = false;
    state_ = State::sending;
    transmitter_.start(std::move(octets), now);
}

void Meter::set_push_interval(Nanoseconds interval) {
    push_.set_interval(interval);
    if (state_ == State::listening || state_ == State::sending) push_.start(now_);
    due_ = find_due();
}

/// Calls the peer, or sends a telegram at once where there is none.
void Meter::send_unasked(Nanoseconds now) {
    calls_peer_ = push_.push().to.has_value();
    if (calls_peer_) {
        answer_ = Answer{bus::short_frame(bus::control::SND_NKE, *push_.push().to), now, Cause::none,
                         bus::name_of(bus::Service::SND_NKE)};
    } else {
        const bus::UserData data = application_.class_2_data(0, now);
        answer_ = Answer{
            bus::long_frame(bus::control::RSP_UD | data.flags, link_.primary_address(), data.ci, data.data), now};
    }
    send(now);
}

/// The telegram for the peer, if it was the peer's call that is acknowledged.
void Meter::send_to_peer(const ReceivedFrame& acknowledgement, Nanoseconds now) {
    if (!push_.acknowledged()) return;
    const bus::UserData data = application_.class_2_data(0, now);
    answer_ = Answer{bus::long_frame(bus::control::SND_UD, *push_.push().to, push_.push().ci, data.data),
                     std::max(acknowledgement.end + own_response_delay(), now), acknowledgement.cause,
                     bus::name_of(bus::Service::SND_UD)};
}

void Meter::drive(Nanoseconds at, bool space) {
    if (std::exchange(drawing_, space) == space) return;
    output_->space_current(at, space, answer_event_);
}

}  // namespace otbench::meters
